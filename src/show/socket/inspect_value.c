/* inspect_value: one value of a socket as text.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "show/socket/inspect_value.h"

#include "base/sentence.h"
#include "call/table/option.h"
#include "call/table/option_help.h"
#include "call/table/symbol.h"
#include "journal/socket/socket.h"

#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <string.h>

/* --- numbers that are names -------------------------------------------------
 */

struct bit {
	int bit;
	const char *name;
};

static void print_bits(const struct bit *bits, size_t count, int64_t number,
		       struct buf *out)
{
	const char *join = "";
	for (size_t i = 0; i < count; i++) {
		if (!(number & bits[i].bit))
			continue;
		buf_printf(out, "%s%s", join, bits[i].name);
		number &= ~(int64_t)bits[i].bit;
		join = "|";
	}
	if (number || !*join)
		buf_printf(out, number ? "%s0x%" PRIx64 : "%s0", join,
			   (uint64_t)number);
}

/* O_LARGEFILE is 0 in a program of 64 bits, and set in the kernel. */
static void print_file_flags(int64_t number, struct buf *out)
{
	static const struct bit bits[] = {
		{O_RDWR, "O_RDWR"},	    {O_APPEND, "O_APPEND"},
		{O_NONBLOCK, "O_NONBLOCK"}, {O_ASYNC, "O_ASYNC"},
		{0100000, "O_LARGEFILE"},
	};
	print_bits(bits, COUNT(bits), number, out);
}

static void print_poll(int64_t number, struct buf *out)
{
	static const struct bit bits[] = {
		{POLLIN, "POLLIN"},   {POLLPRI, "POLLPRI"},
		{POLLOUT, "POLLOUT"}, {POLLRDHUP, "POLLRDHUP"},
		{POLLERR, "POLLERR"}, {POLLHUP, "POLLHUP"},
	};
	print_bits(bits, COUNT(bits), number, out);
}

static void print_info_options(int64_t number, struct buf *out)
{
	static const struct bit bits[] = {
		{1, "timestamps"}, {2, "sack"},	       {4, "wscale"},
		{8, "ecn"},	   {16, "ecn_seen"},   {32, "syn_data"},
		{64, "usec_ts"},   {128, "tfo_child"},
	};
	print_bits(bits, COUNT(bits), number, out);
}

static void print_buffers(int64_t number, struct buf *out)
{
	static const struct bit bits[] = {{1, "send"}, {2, "receive"}};
	print_bits(bits, COUNT(bits), number, out);
}

static void print_state(int64_t number, struct buf *out)
{
	const struct socket_state row = {
		.family = AF_INET, .type = SOCK_STREAM, .state = (int)number};
	buf_puts(out, socket_state_word(&row));
}

static void print_word(const char *const *words, size_t count, int64_t number,
		       struct buf *out)
{
	if (number >= 0 && number < (int64_t)count)
		buf_puts(out, words[number]);
	else
		buf_printf(out, "%" PRId64, number);
}

static void print_ca_state(int64_t number, struct buf *out)
{
	static const char *const words[] = {"Open", "Disorder", "CWR",
					    "Recovery", "Loss"};
	print_word(words, COUNT(words), number, out);
}

static void print_pmtudisc(int64_t number, struct buf *out)
{
	static const char *const words[] = {"DONT",  "WANT",	  "DO",
					    "PROBE", "INTERFACE", "OMIT"};
	if (number >= 0 && number < (int64_t)COUNT(words))
		buf_puts(out, "PMTUDISC_");
	print_word(words, COUNT(words), number, out);
}

static void print_family(int64_t number, struct buf *out)
{
	symbol_print(SYMBOL_FAMILY, number, out);
}

static void print_type(int64_t number, struct buf *out)
{
	symbol_print(SYMBOL_TYPE, number, out);
}

/* UNIX sockets have 0, which is a name only for those of IP. */
static void print_protocol(int64_t number, struct buf *out)
{
	if (number)
		symbol_print(SYMBOL_PROTOCOL, number, out);
	else
		buf_putc(out, '0');
}

static const struct {
	const char *name;
	void (*print)(int64_t number, struct buf *out);
} named[] = {
	{"F_GETFL", print_file_flags},
	{"IPV6_MTU_DISCOVER", print_pmtudisc},
	{"IP_MTU_DISCOVER", print_pmtudisc},
	{"SO_BUF_LOCK", print_buffers},
	{"SO_DOMAIN", print_family},
	{"SO_PROTOCOL", print_protocol},
	{"SO_TYPE", print_type},
	{"ca_state", print_ca_state},
	{"options", print_info_options},
	{"revents", print_poll},
	{"state", print_state},
};

/* --- numbers ----------------------------------------------------------------
 */

/* All ones stand for "no limit" of a rate, "never" of a round trip. */
static bool print_all_ones(const struct inspect_row *row, struct buf *out)
{
	if (!strcmp(row->name, "min_rtt") && row->number == UINT32_MAX)
		SENTENCE(out, "panel-not-measured");
	else if (row->number == -1 &&
		 (!strcmp(row->name, "SO_MAX_PACING_RATE") ||
		  !strcmp(row->name, "max_pacing_rate") ||
		  !strcmp(row->name, "pacing_rate")))
		SENTENCE(out, "panel-unlimited");
	else
		return false;
	return true;
}

static void print_unit(int64_t number, const char *unit, struct buf *out)
{
	if (!strcmp(unit, "switch")) {
		buf_printf(out, "%" PRId64 " (%s)", number,
			   number ? "on" : "off");
		return;
	}
	size_t len = strlen(unit);
	bool is_one = number == 1 && len > 3 && unit[len - 1] == 's' &&
		      !strchr(unit, '/');
	buf_printf(out, "%" PRId64 " %.*s", number, (int)(len - is_one), unit);
}

static void print_number(const struct inspect_row *row, struct buf *out)
{
	for (size_t i = 0; i < COUNT(named); i++) {
		if (!strcmp(named[i].name, row->name)) {
			named[i].print(row->number, out);
			return;
		}
	}
	if (print_all_ones(row, out))
		return;
	const struct option_help *help =
		option_help_find(row->group, row->name);
	if (help && help->unit)
		print_unit(row->number, help->unit, out);
	else
		buf_printf(out, "%" PRId64, row->number);
}

/* --- bytes ------------------------------------------------------------------
 */

static const struct option *option_named(const struct inspect_row *row)
{
	int64_t level, name;
	if (!symbol_value(SYMBOL_LEVEL, str_from(row->group), &level))
		return NULL;
	enum symbol_group group = symbol_option_group(level);
	if (group == SYMBOL_GROUP_COUNT ||
	    !symbol_value(group, str_from(row->name), &name))
		return NULL;
	return option_find(level, name);
}

/* Options whose value is a name, with or without bytes of zero behind it. */
static bool is_name(const char *name)
{
	static const char *const names[] = {"SO_BINDTODEVICE", "SO_PEERSEC",
					    "TCP_CONGESTION", "TCP_ULP"};
	for (size_t i = 0; i < COUNT(names); i++) {
		if (!strcmp(names[i], name))
			return true;
	}
	return false;
}

static void print_hex(const struct bytes *bytes, struct buf *out)
{
	enum { MOST = 16 };
	size_t shown = bytes->len < MOST ? bytes->len : MOST;
	for (size_t i = 0; i < shown; i++)
		buf_printf(out, "%s%02x", i ? " " : "", bytes->data[i]);
	if (shown < bytes->len)
		SENTENCE_LINE(out, " ... (", ")", "panel-size",
			      SLOT_NUMBER("bytes", bytes->len));
}

static void print_peer(const struct bytes *bytes, struct buf *out)
{
	struct address address = {.len = (socklen_t)bytes->len};
	memcpy(&address.as, bytes->data, bytes->len);
	address_print(&address, out);
}

static void print_bytes(const struct inspect_row *row, struct buf *out)
{
	const struct bytes *bytes = &row->bytes;
	const struct option *option = option_named(row);
	uint64_t number;
	if (!bytes->len)
		SENTENCE(out, "panel-none");
	else if (!strcmp(row->name, "SO_PEERNAME") &&
		 bytes->len <= sizeof(((struct address *)0)->as))
		print_peer(bytes, out);
	else if (option && option->shape && bytes->len >= option->shape->size)
		option_print_named(option->shape, bytes->data, out);
	else if (strstr(row->name, "COOKIE") && bytes->len == sizeof(number)) {
		memcpy(&number, bytes->data, sizeof(number));
		buf_printf(out, "%" PRIu64, number);
	} else if (is_name(row->name))
		buf_printf(out, "%.*s", (int)bytes->len,
			   (const char *)bytes->data);
	else
		print_hex(bytes, out);
}

void inspect_value_print(const struct inspect_row *row, struct buf *out)
{
	switch (row->answer) {
	case INSPECT_NUMBER:
		print_number(row, out);
		break;
	case INSPECT_BYTES:
		print_bytes(row, out);
		break;
	case INSPECT_FAILED:
		symbol_print(SYMBOL_ERRNO, row->error, out);
		break;
	default:
		SENTENCE(out, "panel-not-read");
	}
}
