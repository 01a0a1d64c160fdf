s/size_of(client) - client->got, 0)/size_of(client) - client->got, MSG_WAITALL)/
