s/say("closed")/say("reset")/
