s/ssize_t got = recv_all(sock, data, 4);/ssize_t got = recv(sock, data, 4, 0);/
