s/lazy |= state == ESTABLISHED \&\& got/lazy |= state == ESTABLISHED \&\& got > 1000/
