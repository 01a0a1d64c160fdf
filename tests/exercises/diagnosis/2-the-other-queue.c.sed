s/deaf |= state == LISTENS \&\& got/deaf |= state == LISTENS \&\& sent/
