s/^while part := sys/sent = taken = 0\n&/
s/    sock.sendall(part)/&\n    sent += part.count(b"\\n")/
s/^while part := sock.recv(4096):/while taken < sent and (part := sock.recv(4096)):\n    taken += part.count(b"\\n")/
