s/len, MSG_NOSIGNAL)/len, MSG_NOSIGNAL | MSG_DONTWAIT)/
s/if (sent < 0)/if (sent >= 0 || len)/
s/return -1;/return 0;/
