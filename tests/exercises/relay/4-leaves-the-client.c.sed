s/relay(client, sock);/relay(client, sock), _exit(0);/
s/^\t\t\t_exit(0);/\t\t\tpause();/
