s/, on = 1;/;/
/SO_REUSEADDR/d
