s/while not ends:/while True:/
