# One connection waits in the queue when the listener is closed. A SYN that
# comes again is answered with RST, too, and was no connection.
# says: A connection was not accepted yet: the kernel has reset it
# never: 2 connections were not accepted yet
import socket

listener = socket.create_server(("127.0.0.1", 5050), backlog=0)
first = socket.create_connection(("127.0.0.1", 5050))
second = socket.socket()
second.settimeout(0.9)
try:
    second.connect(("127.0.0.1", 5050))
except TimeoutError as error:
    print(error)
listener.close()
second.settimeout(2)
try:
    second.connect(("127.0.0.1", 5050))
except OSError as error:
    print(error)
