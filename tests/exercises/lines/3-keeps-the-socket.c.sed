s/^\t\t\tclose(waits\[i\].fd);/\t\t\tshutdown(waits[i].fd, SHUT_RDWR);/
