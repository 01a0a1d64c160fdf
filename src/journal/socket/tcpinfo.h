/* tcpinfo: the fields of the kernel's struct tcp_info by name.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include <linux/tcp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One field, named as in <linux/tcp.h> without tcpi_. */
struct tcp_field {
	const char *name;
	size_t offset, size;
	bool ticks; /* changes by itself: a time, or an estimate from times */
};

/* All fields but the bit fields, in the kernel's order; `count` of them. */
const struct tcp_field *tcp_fields(size_t *count);

uint64_t tcp_field_get(const struct tcp_field *field,
		       const struct tcp_info *info);
void tcp_field_set(const struct tcp_field *field, struct tcp_info *info,
		   uint64_t value);

/* Whether all fields that do not tick are equal; each may be NULL. */
bool tcp_info_same(const struct tcp_info *a, const struct tcp_info *b);
