s/poll(&wait, 1, left)/poll(\&wait, 1, strcmp(ping, "ping 4") ? left : -1)/
