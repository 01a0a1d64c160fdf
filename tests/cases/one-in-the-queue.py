# One connection waits in the queue when the listener is closed, and a second
# client still sends its SYN.
# says: A connection was not accepted yet: the kernel has reset it
# never: 2 connections were not accepted yet
import select
import socket

listener = socket.create_server(("127.0.0.1", 5050), backlog=0)
first = socket.create_connection(("127.0.0.1", 5050))
second = socket.socket()
second.setblocking(False)
try:
    second.connect(("127.0.0.1", 5050))
except BlockingIOError as error:
    print(error)
listener.close()
print(select.select([], [second], [], 9)[1] == [second])
