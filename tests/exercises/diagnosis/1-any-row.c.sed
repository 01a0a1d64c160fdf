s/listens |= state == LISTENS/listens = true/
