s/has\[i\] += sent;/has[i] = text_len;/
