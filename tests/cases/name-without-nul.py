# An abstract name asked for as a path: the NUL in front was forgotten.
# says: No socket of the lab is bound to control. name-without-nul's fd 3 has the abstract name @control, which begins with a NUL and is no path.
import socket

server = socket.socket(socket.AF_UNIX)
server.bind("\0control")
server.listen()
client = socket.socket(socket.AF_UNIX)
try:
    client.connect("control")
except FileNotFoundError as error:
    print(error)
