/umask/d
s/^\tlisten(listener, 16);/&\n\tchmod(own.sun_path, 0600);/
