s/^static bool take/static bool give(struct way *way);\n\n&/
s/^\tway->sent = 0;/&\n\twhile (way->len \&\& give(way))\n\t\t;/
s/ | MSG_DONTWAIT//
