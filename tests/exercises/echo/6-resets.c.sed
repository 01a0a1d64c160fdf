s/^\t\tserve(sock);/&\n\t\tstruct linger none = {1, 0};\n\t\tsetsockopt(sock, SOL_SOCKET, SO_LINGER, \&none, sizeof(none));/
