s/fwrite(body, 1, got, stdout)/fwrite(body, 1, strnlen(body, got), stdout)/
