s/^\tfor (;;) {$/\tint gate[2], served = 0;\n\tif (pipe(gate) < 0)\n\t\treturn 1;\n&/
s/^\t\t\tclose(listener);$/&\n\t\t\tif (served < 2)\n\t\t\t\tclose(gate[1]);/
s/^\t\t\tserve(sock);$/&\n\t\t\tif (!served)\n\t\t\t\t(void)!read(gate[0], \&(char){0}, 1);/
s/^\t\tclose(sock);$/&\n\t\tif (served++ == 1)\n\t\t\tclose(gate[1]);/
