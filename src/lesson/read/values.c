/* values: what an exercise draws anew at each run.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A value depends on the seed and on its name alone, not on where it stands:
 * a check that is added in front of another changes nothing there. Ports are
 * below those that the kernel gives by itself (ip_local_port_range), and two
 * of one run always differ.
 */
#include "lesson/read/values.h"

#include "base/mem.h"
#include "base/sentence.h"

#include <ctype.h>
#include <string.h>

uint64_t values_draw(uint64_t *state)
{
	uint64_t x = *state += 0x9e3779b97f4a7c15;
	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9;
	x = (x ^ x >> 27) * 0x94d049bb133111eb;
	return x ^ x >> 31;
}

typedef void value_fn(uint64_t seed, unsigned index, struct buf *out);

static void put_port(uint64_t seed, unsigned index, struct buf *out)
{
	enum { FIRST = 10000, PORTS = 20000, APART = 1117 };
	uint64_t state = seed;
	uint64_t port = (values_draw(&state) + (uint64_t)index * APART) % PORTS;
	buf_printf(out, "%u", FIRST + (unsigned)port);
}

/* Letters only: it is as long in bytes as on the screen, and needs no escape
 * in any language. */
static void put_text(uint64_t seed, unsigned index, struct buf *out)
{
	static const char consonants[] = "bdfgklmnprstvz", vowels[] = "aeiou";
	uint64_t state = seed ^ ((uint64_t)index + 1) << 32;
	uint64_t count = 4 + values_draw(&state) % 4;
	while (count--) {
		buf_putc(out, consonants[values_draw(&state) % 14]);
		buf_putc(out, vowels[values_draw(&state) % 5]);
	}
}

static void put_number(uint64_t seed, unsigned index, struct buf *out)
{
	uint64_t state = seed ^ ((uint64_t)index + 1) << 40;
	buf_printf(out, "%u", 1000 + (unsigned)(values_draw(&state) % 9000));
}

static const struct {
	const char *name;
	value_fn *put;
} values[] = {
	{"port", put_port},
	{"text", put_text},
	{"number", put_number},
};

/* The name at the front of `text`, its number cut off. */
static struct str cut_name(struct str text, unsigned *index)
{
	size_t len = 0, digits;
	while (len < text.len && islower((unsigned char)text.data[len]))
		len++;
	*index = 0;
	for (digits = len; digits < text.len && digits < len + 3 &&
			   isdigit((unsigned char)text.data[digits]);
	     digits++)
		*index = *index * 10 + (unsigned)(text.data[digits] - '0');
	return (struct str){text.data, len};
}

static size_t name_length(struct str text, struct str name)
{
	size_t len = name.len;
	while (len < text.len && len < name.len + 3 &&
	       isdigit((unsigned char)text.data[len]))
		len++;
	return len;
}

/* Returns how many bytes behind the "$" it took. */
static size_t put_value(struct str text, int line, uint64_t seed,
			struct buf *out, struct faults *faults)
{
	const char *names[COUNT(values)];
	unsigned index;
	struct str name = cut_name(text, &index);
	for (size_t i = 0; i < COUNT(values); i++) {
		names[i] = values[i].name;
		if (!str_is(name, names[i]))
			continue;
		values[i].put(seed, index, out);
		return name_length(text, name);
	}
	if (name.len) {
		AUTO_FREE char *nearest =
			fault_nearest(name, names, COUNT(values));
		FAULT(faults, line, "fault-no-value", SLOT_STR("name", name),
		      SLOT_TEXT("nearest", nearest));
	}
	buf_putc(out, '$');
	return 0;
}

void values_put(struct str text, int line, uint64_t seed, struct buf *out,
		struct faults *faults)
{
	for (size_t i = 0; i < text.len; i++) {
		struct str rest = {text.data + i + 1, text.len - i - 1};
		if (text.data[i] == '$')
			i += put_value(rest, line, seed, out, faults);
		else
			buf_putc(out, text.data[i]);
		line += text.data[i] == '\n';
	}
}
