s/if (len < 0)/if (len < 0) exit(1);\n\t\tif (len < 0)/
s/bool sent = .*/bool sent = send(sock, ping, strlen(ping), 0) >= 0;\n\t\tif (!sent)\n\t\t\treturn 1;/
