# says: Cause connect(), at 3-connects-to-itself.c:
# says: connected descriptor 3 to itself: 127.0.0.1:
# never: taken
s/^\tif (sock < 0 ||/\tint on = 1;\n\tsetsockopt(sock, SOL_SOCKET, SO_REUSEADDR, \&on, sizeof(on));\n\tbind(sock, (struct sockaddr *)\&server, sizeof(server));\n&/
