/getsockopt/d
