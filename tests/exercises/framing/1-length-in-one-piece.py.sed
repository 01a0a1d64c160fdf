s/head := recv_all(sock, 4)/head := sock.recv(4)/
