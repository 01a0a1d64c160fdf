s/^\t\tif (port != wanted)/\t\tlazy |= peer == wanted \&\& state == ESTABLISHED \&\& got;\n&/
