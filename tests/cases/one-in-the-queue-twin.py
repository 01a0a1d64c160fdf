# Two wait, and both are reset.
# says: 2 connections were not accepted yet: the kernel has reset them
import socket

listener = socket.create_server(("127.0.0.1", 5050), backlog=5)
first = socket.create_connection(("127.0.0.1", 5050))
second = socket.create_connection(("127.0.0.1", 5050))
listener.close()
