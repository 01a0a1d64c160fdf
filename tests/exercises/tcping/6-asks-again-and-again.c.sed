s/#include <unistd.h>/#include <time.h>\n&/
s/if (poll(&wait, 1, ms) == 0)/time_t end = time(NULL) + (ms + 999) \/ 1000;\n\twhile (time(NULL) < end \&\& poll(\&wait, 1, 0) == 0)\n\t\t;\n\t&/
s/poll(&wait, 1, ms)/poll(\&wait, 1, 0)/
