s/^    with sock, sock/    global name\n&/
