s/shutdown(listener, SHUT_RDWR);/_exit(0);/
