s/say("reset")/say("closed")/
s/errno == ECONNRESET ? "reset" : "closed"/"closed"/
