s/#include <unistd.h>/#include <sys\/wait.h>\n&/
s/^\t\tclose(client);/&\n\t\twait(NULL);/
