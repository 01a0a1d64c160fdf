s/fwrite(part, 1, len, stdout)/printf("%.*s", (int)len, part)/
