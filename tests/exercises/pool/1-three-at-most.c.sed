s/i < atoi(argv\[3\])/i < 3 \&\& &/
