s/^\tsize_t size = size_of(client);/&\n\tif (size > 4 + MOST) {\n\t\tchar *text = malloc(size);\n\t\trecv(client->sock, text, size - 4, 0);\n\t\tfree(text);\n\t}/
