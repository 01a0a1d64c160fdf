s/ > 0) {/) {\n\t\tif (len < 0)\n\t\t\texit(1);/
