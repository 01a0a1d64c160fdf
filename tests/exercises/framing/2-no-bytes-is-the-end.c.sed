s/size_t got = 0;/size_t got = 0;\n\tif (!len \&\& recv(sock, data, len, MSG_PEEK | MSG_DONTWAIT) <= 0)\n\t\treturn -1;/
