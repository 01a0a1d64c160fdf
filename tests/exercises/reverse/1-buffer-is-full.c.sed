s/^\tshutdown/\tsize_t have = 0;\n&/
s/while ((len = recv(sock, part, sizeof(part), 0)) > 0) {/while ((len = recv(sock, part + have, sizeof(part) - have, 0)) > 0) {/
s/if (write(1, part, len) != len)/have += len;\n\t\tif (write(1, part + have - len, len) != len)/
