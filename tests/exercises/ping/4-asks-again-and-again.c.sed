s/poll(&wait, 1, left) <= 0/poll(\&wait, 1, 0) < 0/
s/recv(sock, answer, sizeof(answer), 0)/recv(sock, answer, sizeof(answer), MSG_DONTWAIT)/
s/if (len < 0)/if (len < 0 \&\& errno != EAGAIN)/
s/#include <poll.h>/#include <errno.h>\n&/
