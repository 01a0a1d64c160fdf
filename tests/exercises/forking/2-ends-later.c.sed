s/serve(sock);$/&\n\t\t\tfor (int left = 6; left;)\n\t\t\t\tleft = sleep(left);/
