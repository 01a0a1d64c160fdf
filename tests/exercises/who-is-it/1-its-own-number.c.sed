s/^\t\tsnprintf/\t\twho.pid = getpid();\n&/
