s/^static void \*work(void \*unused)/static void *serve_one(void *sock)\n{\n\tserve((int)(long)sock);\n\treturn NULL;\n}\n\n&/
s/^\t\t\tserve(sock);/\t\t\tpthread_create(\&(pthread_t){0}, NULL, serve_one, (void *)(long)sock);/
s/i < atoi(argv\[3\])/i < 1/
