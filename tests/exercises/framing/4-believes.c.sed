/len > MOST/,+1d
s/got = recv_all(sock, data + 4, len);/unsigned char *all = malloc(len + 1);\n\tfor (size_t i = 0; i < len; i += 4096)\n\t\tall[i] = 1;\n\tgot = recv_all(sock, len > MOST ? all : data + 4, len);\n\tfree(all);/
