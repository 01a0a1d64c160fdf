/shutdown(sock, SHUT_WR);/d
