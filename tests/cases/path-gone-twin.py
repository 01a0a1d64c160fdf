# The path is another one than that of the server.
# says: No socket of the lab is bound to
# never: the file is gone since
import socket
import tempfile

path = tempfile.mkdtemp() + "/socket"
server = socket.socket(socket.AF_UNIX)
server.bind(path)
server.listen()
client = socket.socket(socket.AF_UNIX)
try:
    client.connect(path + "s")
except FileNotFoundError as error:
    print(error)
