s/^\tchar line\[1024\];/\tstatic char line[1024];/
s/size_t len = 0;/static size_t len;/
