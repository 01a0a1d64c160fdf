/* host: whatever a lesson or --host says a host has, the parser answers.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The name, and behind the first "=" the addresses.
 */
#include "lab/inside/host.h"

#include "base/mem.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	AUTO_FREE char *text = xmalloc(size + 1);
	if (size)
		memcpy(text, data, size);
	text[size] = '\0';
	char *equals = strchr(text, '=');
	if (equals)
		*equals = '\0';
	const struct lab_host config = {text, equals ? equals + 1 : NULL};
	struct host host;
	struct err err = {0};
	if (!host_parse(&config, &host, &err)) {
		assert(err.text[0]);
		return 0;
	}
	assert(host.address_count <= HOST_ADDRESSES_MAX);
	assert(!strcmp(host.name, text));
	for (size_t i = 0; i < host.address_count; i++)
		assert(host.prefixes[i] <= 128 && host.addresses[i].len);
	return 0;
}
