s/selectors.EVENT_READ, Client()/selectors.EVENT_READ, shared/
s/^while True:/shared = Client()\n&/
