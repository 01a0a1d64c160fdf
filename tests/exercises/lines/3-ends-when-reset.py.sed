/^    try:/{
N
s/^    try:\n    \(    return sock.recv(4096)\)/\1/
}
/^    except OSError:/{
N
/return/d
}
