0,/^\t\tclose(sock);$/s//\t\tperror("connect");\n\t\texit(1);/
