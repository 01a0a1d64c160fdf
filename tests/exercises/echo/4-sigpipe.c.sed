s/len, MSG_NOSIGNAL)/len, 0)/
s/return -1;/continue;/
