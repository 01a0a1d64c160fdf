# Without the option only the listener is missing.
# says: No socket of the lab listens on
# never: IPV6_V6ONLY, and
import socket
s = socket.socket(socket.AF_INET6)
s.connect_ex(("::ffff:127.0.0.1", 5000))
