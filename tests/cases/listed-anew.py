# says: * listed-anew fd 4 tcp FIN-WAIT-
# says: -> UNCONN 127.0.0.1:
# says: -> TIME-WAIT 127.0.0.1:
# never: + listed-anew fd 4 tcp UNCONN 127.0.0.1:
"""A socket whose connection goes on in TIME-WAIT without it is none that is new."""
import socket

server = socket.create_server(("127.0.0.1", 7020))
client = socket.create_connection(("127.0.0.1", 7020))
conn, _ = server.accept()
client.shutdown(socket.SHUT_WR)
conn.recv(1)
client.getsockname()
conn.close()
client.recv(1)
client.close()
server.close()
