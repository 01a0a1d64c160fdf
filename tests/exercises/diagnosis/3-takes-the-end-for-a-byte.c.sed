s/lazy |= state == ESTABLISHED/lazy |= state != LISTENS/; s/forgets |= state == CLOSE_WAIT;/forgets |= state == CLOSE_WAIT \&\& !got;/
