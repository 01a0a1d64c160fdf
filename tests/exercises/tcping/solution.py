import errno
import socket
import sys

WORDS = {errno.ECONNREFUSED: "refused", errno.ENETUNREACH: "unreachable",
         errno.EHOSTUNREACH: "unreachable"}


def try_connect(address, port, seconds):
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    sock.settimeout(seconds)
    try:
        sock.connect((address, port))
    except TimeoutError:
        return "timeout"
    except OSError as error:
        return WORDS.get(error.errno, "failed")
    return "open"


result = try_connect(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]) / 1000)
print(result)
sys.exit(result != "open")
