# A connection over ::1, of which no packet is ever seen.
# says: note: packets of ::1 are not seen: they never leave lo
import socket

listener = socket.create_server(("::1", 5050), family=socket.AF_INET6)
client = socket.create_connection(("::1", 5050))
client.close()
listener.close()
