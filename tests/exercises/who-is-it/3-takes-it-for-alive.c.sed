s/return !done || error != ECONNREFUSED/return done < 1 || error/
