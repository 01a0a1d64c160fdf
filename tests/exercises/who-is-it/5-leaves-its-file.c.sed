/^\tunlink(own.sun_path);/d
