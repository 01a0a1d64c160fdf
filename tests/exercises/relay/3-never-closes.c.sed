s/relay(client, sock);/relay(client, sock), pause();/
