// It waits, and there is nothing to be said.
// never: that is no failure
#define MODE 0
#include "in-progress.c"
