s/return len < 0;/return 3;/
