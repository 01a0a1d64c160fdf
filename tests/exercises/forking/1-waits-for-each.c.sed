s/if (fork() == 0)/pid_t child = fork();\n\t\tif (child > 0)\n\t\t\twaitpid(child, NULL, 0);\n\t\tif (child == 0)/
