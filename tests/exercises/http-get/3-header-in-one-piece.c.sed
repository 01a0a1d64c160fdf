s/strstr(part, /strstr(part + len - got, /
