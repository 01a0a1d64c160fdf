s/poll(&wait, 1, ms)/poll(\&wait, 1, ms * 1000)/
