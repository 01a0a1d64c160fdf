# What ends the wait is the end.
# says: It waited 0.
# says:  s for the end.
import socket
import threading
import time


def close_later(fd):
    time.sleep(.3)
    fd.close()


listener = socket.create_server(("127.0.0.1", 5000))
client = socket.create_connection(("127.0.0.1", 5000))
server, _ = listener.accept()
thread = threading.Thread(target=close_later, args=(client,))
thread.start()
server.recv(100)
thread.join()
server.close()
listener.close()
