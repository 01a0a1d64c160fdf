/^\tclose(sock);/d
