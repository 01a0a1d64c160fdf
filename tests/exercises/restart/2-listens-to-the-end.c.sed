s/^static int listener;/static int listener, served;/
s/close(listener);/if (!served)\n\t\t&/
s/^\t\tserve(sock);/\t\tserved = 1;\n&\n\t\tserved = 0;/
