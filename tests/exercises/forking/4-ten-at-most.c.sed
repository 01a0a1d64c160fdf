s/^static void reap/static volatile int running;\n\n&/
s/while (waitpid(-1, NULL, WNOHANG) > 0)/while (waitpid(-1, NULL, WNOHANG) > 0 \&\& running-- > 0)/
s/if (fork() == 0) {/if (++running > 10)\n\t\t\treturn 1;\n\t\t&/
