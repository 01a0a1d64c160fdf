s/one = one->ai_next/one = NULL/
