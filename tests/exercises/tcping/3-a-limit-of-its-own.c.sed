s/poll(&wait, 1, ms)/poll(\&wait, 1, ms > 5000 ? 300 : ms)/
