s/usleep(300 \* 1000)/sleep(60)/
