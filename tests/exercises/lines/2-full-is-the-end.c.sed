s/if (client->len == LINE || client->drops) {/if (0) {/
