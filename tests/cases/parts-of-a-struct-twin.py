# Text without its newline, by which its end would be known.
# says: ends without a newline: when parts-of-a-struct-twin.2 reads lines, it waits for that, and when it reads to the end, for shutdown() or close() of parts-of-a-struct-twin
import socket
import threading

listener = socket.create_server(("127.0.0.1", 5000))
client = socket.create_connection(("127.0.0.1", 5000))
server, _ = listener.accept()
threading.Thread(target=server.makefile().readline, daemon=True).start()
client.send(b"a question")
client.recv(100)
