s/while (poll(&wait, 1, ms) > 0) {/usleep(ms * 1000);\n\t\twhile (wait.revents) {/
