s/^while part := sock.recv(4096):/def receive():\n    try:\n        return sock.recv(4096)\n    except OSError:\n        return b""\n\n\nwhile part := receive():/
