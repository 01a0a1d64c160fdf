s/MSG_NOSIGNAL/0/
s/^\t\tif (send(/\t\tusleep(ms * 1000);\n&/
s/^\t\twhile (poll(&wait, 1, ms)/\t\tstatic int sent; \/\/ whose answer to the first could come before this\n\t\twhile (sent++ \&\& poll(\&wait, 1, 0)/
