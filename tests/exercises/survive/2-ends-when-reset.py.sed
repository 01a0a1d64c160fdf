/except ConnectionResetError/{N;d}
