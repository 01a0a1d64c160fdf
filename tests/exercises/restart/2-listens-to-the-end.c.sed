s/^static int listener;/static int listener, served;/
s/shutdown(listener, SHUT_RDWR);/if (!served)\n\t\t&/
s/^\t\tserve(sock);/\t\tserved = 1;\n&\n\t\tserved = 0;/
