s/^\t\t\treturn;/\t\t\texit(1);/
