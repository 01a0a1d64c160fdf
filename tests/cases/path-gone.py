# The socket goes on, and its file was removed: nobody finds it any more.
# says: path-gone's fd 3 is bound to
# says: the file is gone since, or the call looks in another directory.
# never: No socket of the lab is bound
import os
import socket
import tempfile

path = tempfile.mkdtemp() + "/socket"
server = socket.socket(socket.AF_UNIX)
server.bind(path)
server.listen()
os.unlink(path)
client = socket.socket(socket.AF_UNIX)
try:
    client.connect(path)
except FileNotFoundError as error:
    print(error)
