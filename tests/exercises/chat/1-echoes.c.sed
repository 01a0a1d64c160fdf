s/tell_all(client, client->name, ": "/tell_all(NULL, client->name, ": "/
