s/ || is_alive())/)/
