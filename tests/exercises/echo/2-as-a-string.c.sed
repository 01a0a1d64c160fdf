s/#include <stdlib.h>/&\n#include <string.h>/
s/send_all(sock, part, len)/send_all(sock, part, strnlen(part, len))/
