# says: no number was free, and RLIMIT_NOFILE says how many
# never: no room
import array
import resource
from socket import AF_UNIX, CMSG_SPACE, SCM_RIGHTS, SOL_SOCKET, socketpair
a, b = socketpair(AF_UNIX)
rights = array.array("i", [0])
a.sendmsg([b"x"], [(SOL_SOCKET, SCM_RIGHTS, rights)])
most = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (5, most[1]))
b.recvmsg(1, CMSG_SPACE(4))
resource.setrlimit(resource.RLIMIT_NOFILE, most)
a.close()
b.close()
