# says: control messages came for which the call had no room
# never: RLIMIT_NOFILE
import array
from socket import AF_UNIX, SCM_RIGHTS, SOL_SOCKET, socketpair
a, b = socketpair(AF_UNIX)
a.sendmsg([b"x"], [(SOL_SOCKET, SCM_RIGHTS, array.array("i", [0]))])
b.recvmsg(1)
a.close()
b.close()
