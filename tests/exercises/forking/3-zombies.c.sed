s/sigaction(SIGCHLD, &action, NULL);/(void)action;/
