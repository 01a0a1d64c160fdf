s/char name\[1000\], line/static char name[1000];\n\tchar line/
