s/^\t\tif (port != wanted)/\t\tforgets |= peer == wanted \&\& state == CLOSE_WAIT;\n&/
