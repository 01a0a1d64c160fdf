s/^\tway->len = len;/\tway->len = 0;/
s/^\tway->sent = 0;/\tif (len > 0)\n\t\tsend(way->to, way->data, len, MSG_NOSIGNAL | MSG_DONTWAIT);/
