s/while ((len = recv(sock, part, sizeof(part), 0)) > 0)/if ((len = recv(sock, part, sizeof(part), 0)) > 0) {/
s/.*fwrite.*/&\n\t\twhile (recv(sock, part, sizeof(part), 0) > 0)\n\t\t\t;\n\t}/
