s/MSG_NOSIGNAL/0/
s/^\t\tif (send(/\t\tusleep(ms * 1000);\n&/
s/poll(&wait, 1, ms)/poll(\&wait, 1, 0)/
