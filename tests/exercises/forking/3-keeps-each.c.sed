s/^\t\tclose(sock);/\t\tshutdown(dup(listener), 5);\n&/
