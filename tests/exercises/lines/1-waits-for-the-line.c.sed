s/^\tssize_t got = recv/\tssize_t got;\nagain:\n\tgot = recv/
s/^\ttake_lines(sock, client);/\tif (!client->drops \&\& client->len < LINE \&\& !memchr(client->text, 10, client->len))\n\t\tgoto again;\n&/
