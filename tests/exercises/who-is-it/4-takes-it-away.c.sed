s/^\t\t\tfprintf/\t\t\tunlink(own.sun_path);\n&/
