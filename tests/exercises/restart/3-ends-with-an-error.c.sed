s/^\treturn 0;/\treturn 1;/
