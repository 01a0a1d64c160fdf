# The abstract name is another one.
# says: No socket of the lab is bound to control.
# never: which begins with a NUL
import socket

server = socket.socket(socket.AF_UNIX)
server.bind("\0controls")
server.listen()
client = socket.socket(socket.AF_UNIX)
try:
    client.connect("control")
except FileNotFoundError as error:
    print(error)
