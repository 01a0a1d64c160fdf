s/return fault("the body ends too early")/return 0/
