s/has\[sock\] += sock.send/has[sock] = sock.send/
