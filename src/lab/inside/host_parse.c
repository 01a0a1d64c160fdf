/* host: the addresses of a host, from the lab's configuration.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/sentence.h"
#include "lab/inside/host.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

static bool address_from(const char *text, struct address *address)
{
	memset(address, 0, sizeof(*address));
	if (inet_pton(AF_INET, text, &address->as.in.sin_addr) == 1) {
		address->as.in.sin_family = AF_INET;
		address->len = sizeof(address->as.in);
	} else if (inet_pton(AF_INET6, text, &address->as.in6.sin6_addr) == 1) {
		address->as.in6.sin6_family = AF_INET6;
		address->len = sizeof(address->as.in6);
	}
	return address->len > 0;
}

/* Reads "10.0.0.1/24" into the next place of `host`. */
static bool add_address(struct str word, struct host *host, struct err *err)
{
	char text[64];
	snprintf(text, sizeof(text), "%.*s", (int)word.len, word.data);
	if (host->address_count == HOST_ADDRESSES_MAX)
		return FAILURE(err, "host-most-addresses",
			       SLOT_TEXT("host", host->name),
			       SLOT_NUMBER("most", HOST_ADDRESSES_MAX));
	struct address *address = &host->addresses[host->address_count];
	char *slash = strchr(text, '/'), *end = NULL;
	long prefix = -1;
	if (slash) {
		*slash = '\0';
		prefix = strtol(slash + 1, &end, 10);
	}
	if (!slash || end == slash + 1 || *end ||
	    !address_from(text, address) || prefix < 1 ||
	    prefix > (address_family(address) == AF_INET ? 32 : 128))
		return FAILURE(err, "host-address",
			       SLOT_TEXT("host", host->name),
			       SLOT_STR("word", word));
	host->prefixes[host->address_count++] = (unsigned char)prefix;
	return true;
}

bool host_parse(const struct lab_host *config, struct host *host,
		struct err *err)
{
	memset(host, 0, sizeof(*host));
	size_t len = strlen(config->name);
	if (len == 0 || len >= sizeof(host->name) ||
	    strspn(config->name, "abcdefghijklmnopqrstuvwxyz0123456789-") !=
		    len)
		return FAILURE(err, "host-name",
			       SLOT_TEXT("name", config->name),
			       SLOT_NUMBER("most", sizeof(host->name) - 1));
	memcpy(host->name, config->name, len + 1);
	struct str rest = str_from(config->addresses ? config->addresses : "");
	struct str word;
	while (str_next_word(&rest, &word)) {
		if (!add_address(word, host, err))
			return false;
	}
	return true;
}
