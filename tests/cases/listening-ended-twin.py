# It never listened, so accept() fails at once.
# says: does not listen: it is in UNCONN
# never: ended the listening
import socket

listener = socket.socket()
listener.bind(("127.0.0.1", 5050))
try:
    listener.accept()
except OSError as error:
    print(error)
listener.close()
