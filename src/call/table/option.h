/* option: what the value of each socket option is.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "call/call.h"

/* One member of a structure: `type` is 'i' (int), 'u' (unsigned), 'l' (long),
 * '4' (struct in_addr) or '6' (struct in6_addr). */
struct option_field {
	const char *name;
	char type;
	size_t offset;
};

enum { OPTION_FIELDS_MAX = 3 };

/* A structure that options have as value. Written {1, 0}, in the order of its
 * fields. */
struct option_shape {
	const char *name; /* "linger": struct linger */
	size_t size;
	struct option_field fields[OPTION_FIELDS_MAX];
	/* Whether strace(1) prints the fields, not the bytes, of what
	 * setsockopt sets and of what getsockopt gets. */
	bool in_strace_set, in_strace_get;
};

/* An option whose value is not an int. Without a shape its value is bytes:
 * a name, or a structure that only the kernel fills in. */
struct option {
	int level, name;
	const struct option_shape *shape;
	size_t room;		 /* for getsockopt(2) */
	const char *declaration; /* of a variable `value` in a C program */
};

/* The row of an option, or NULL when its value is an int. */
const struct option *option_find(int64_t level, int64_t name);

/* The row of the option that a call sets or gets: its level and option are
 * the arguments before the value. */
const struct option *option_of(const struct call *call);

size_t option_fields(const struct option_shape *shape);

/* The number in a field of type 'i', 'u' or 'l' of the structure at `data`,
 * and back. */
int64_t option_field_get(const struct option_field *field,
			 const unsigned char *data);
void option_field_set(const struct option_field *field, unsigned char *data,
		      int64_t num);

/* The address in a field of type '4' or '6' as text. */
const char *option_field_host(const struct option_field *field,
			      const unsigned char *data,
			      char text[INET6_ADDRSTRLEN]);

/* Adds the structure at `data`: {1, 0}, or with the names of its fields,
 * {l_onoff=1, l_linger=0}. */
void option_print(const struct option_shape *shape, const unsigned char *data,
		  struct buf *out);
void option_print_named(const struct option_shape *shape,
			const unsigned char *data, struct buf *out);
