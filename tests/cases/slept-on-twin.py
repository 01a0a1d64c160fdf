# The thread has come back when the number is closed.
# never: which keeps it open
import os
import socket
import threading

listener = socket.create_server(("127.0.0.1", 5050))
client = socket.create_connection(("127.0.0.1", 5050))
server, _ = listener.accept()
number = server.detach()
worker = threading.Thread(target=lambda: print(os.read(number, 9)))
worker.start()
client.send(b"early")
worker.join()
os.close(number)
client.close()
listener.close()
