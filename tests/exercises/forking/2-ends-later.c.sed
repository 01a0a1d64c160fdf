s/serve(sock);$/&\n\t\t\tfor (int left = 60; left;)\n\t\t\t\tleft = sleep(left);/
