s/^\t\tclose(sock);//
