/* print_strace_list: lists as strace(1) shows them.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * poll and select are printed when they are entered, and what was ready stands
 * behind the result. An fd_set is [3 4]; of one that no bit of was asked for,
 * since the count of descriptors is 0, strace prints the address.
 */
#include "call/list.h"
#include "call/part/print_value.h"
#include "call/part/raw_value.h"
#include "call/table/request.h"
#include "call/table/syscalls.h"

#include <inttypes.h>
#include <linux/sockios.h>
#include <string.h>
#include <sys/ioctl.h>

void strace_pair(const struct call *call, size_t arg, size_t part,
		 struct buf *out)
{
	(void)arg, (void)part;
	const struct value *pair = &call->result.out;
	if (strace_failed(call) || !pair->kind)
		buf_puts(out, STRACE_UNKNOWN);
	else
		buf_printf(out, "[%" PRId64 ", %" PRId64 "]",
			   list_item(pair, 0)->num, list_item(pair, 1)->num);
}

/* --- fcntl, ioctl ----------------------------------------------------------
 */

/* Requests that have a name and no notation of their own here: of interfaces,
 * and those by which the C library finds out that a socket is no terminal. */
#define OTHER(name)                                                            \
	{                                                                      \
		name, #name                                                    \
	}
static const struct {
	uint32_t number;
	const char *name;
} others[] = {
	OTHER(TCGETS),	       OTHER(TIOCGWINSZ),     OTHER(SIOCATMARK),
	OTHER(SIOCGIFNAME),    OTHER(SIOCGIFCONF),    OTHER(SIOCGIFFLAGS),
	OTHER(SIOCSIFFLAGS),   OTHER(SIOCGIFADDR),    OTHER(SIOCSIFADDR),
	OTHER(SIOCGIFDSTADDR), OTHER(SIOCGIFBRDADDR), OTHER(SIOCGIFNETMASK),
	OTHER(SIOCGIFMTU),     OTHER(SIOCGIFHWADDR),  OTHER(SIOCGIFINDEX),
	OTHER(SIOCGIFTXQLEN),  OTHER(SIOCETHTOOL),
};

/* A request of ioctl that has no name is shown by its parts. */
void strace_request(const struct call *call, size_t arg, size_t part,
		    struct buf *out)
{
	static const char *const ways[] = {"_IOC_NONE", "_IOC_WRITE",
					   "_IOC_READ", "_IOC_READ|_IOC_WRITE"};
	(void)part;
	uint32_t num = (uint32_t)call->args[arg].num;
	const char *name = symbol_name(SYMBOL_IOCTL, num);
	for (size_t i = 0; !name && i < COUNT(others); i++)
		name = others[i].number == num ? others[i].name : NULL;
	if (name)
		buf_puts(out, name);
	else
		buf_printf(out, "_IOC(%s, %#x, %#x, %#x)", ways[num >> 30],
			   num >> 8 & 0xff, num & 0xff, num >> 16 & 0x3fff);
}

/* O_RDONLY is 0, and strace says it all the same. */
static void print_flags(enum symbol_group group, int64_t num, struct buf *out)
{
	enum { ACCESS = 3 };
	static const char *const access[] = {"O_RDONLY", "O_WRONLY", "O_RDWR",
					     "O_ACCMODE"};
	if (group != SYMBOL_FILE) {
		strace_print_flags(group, num, "FD_???", out);
		return;
	}
	buf_puts(out, access[num & ACCESS]);
	if (!(uint32_t)(num & ~(int64_t)ACCESS))
		return;
	buf_putc(out, '|');
	symbol_print_flags(group, num & ~(int64_t)ACCESS, out);
}

void strace_request_value(const struct call *call, size_t arg, size_t part,
			  struct buf *out)
{
	(void)part;
	const struct request *request = request_of(call);
	int64_t num = call->args[arg].num;
	bool owner = call->syscall->parameters[1].kind == &kind_fcntl &&
		     !request->makes_fd;
	if (request->value == REQUEST_FLAGS)
		print_flags(request->group, num, out);
	else if (request->value == REQUEST_SET)
		buf_printf(out, "[%" PRId64 "]", num);
	else if (request->value == REQUEST_GET && strace_failed(call))
		buf_puts(out, STRACE_UNKNOWN);
	else if (request->value == REQUEST_GET)
		buf_printf(out, "[%" PRId64 "]", call->result.option);
	else if (request->number < 0)
		buf_printf(out, "%#" PRIx32, (uint32_t)num);
	else if (owner)
		buf_printf(out, "%" PRId64, num);
	else
		buf_printf(out, "%" PRIu32, (uint32_t)num);
}

bool strace_request_result(const struct call *call, size_t arg, struct buf *out)
{
	(void)arg;
	const struct request *request = request_of(call);
	if (!request->returns_flags || !call->result.value)
		return false;
	buf_printf(out, "%#" PRIx64 " (flags ", call->result.value);
	print_flags(request->group, call->result.value, out);
	buf_putc(out, ')');
	return true;
}

/* --- poll, select ----------------------------------------------------------
 */

static void print_poll(int64_t fd, const char *what, int64_t events,
		       struct buf *out)
{
	buf_printf(out, "{fd=%" PRId64, fd);
	// The kernel does not look at the events of no descriptor.
	if (fd >= 0) {
		buf_printf(out, ", %s=", what);
		strace_print_flags(SYMBOL_POLL, (uint16_t)events, "POLL???",
				   out);
	}
	buf_putc(out, '}');
}

void strace_polls(const struct call *call, size_t arg, size_t part,
		  struct buf *out)
{
	const struct value *list = &call->args[arg];
	if (part) {
		buf_printf(out, "%zu", list->count);
		return;
	}
	if (!list->kind) {
		buf_puts(out, "NULL");
		return;
	}
	buf_putc(out, '[');
	for (size_t i = 0; i < list->count; i++) {
		const struct value *item = &list->items[i];
		buf_puts(out, i ? ", " : "");
		print_poll(list_item(item, 0)->num, "events",
			   list_item(item, 1)->num, out);
	}
	buf_putc(out, ']');
}

bool strace_polls_result(const struct call *call, size_t arg, struct buf *out)
{
	const char *join = "([";
	if (!call->result.value) {
		buf_puts(out, "0 (Timeout)");
		return true;
	}
	buf_printf(out, "%" PRId64 " ", call->result.value);
	for (size_t i = 0; i < call->args[arg].count; i++) {
		const struct value *item = &call->args[arg].items[i];
		int64_t events = list_item(&call->result.out, i)->num;
		if (!events)
			continue;
		buf_puts(out, join);
		print_poll(list_item(item, 0)->num, "revents", events, out);
		join = ", ";
	}
	buf_puts(out, "])");
	return true;
}

static int compare(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

/* In the order of their bits, each once. */
static void print_set(const struct value *list, struct buf *out)
{
	int64_t *fds = xcalloc(list->count + 1, sizeof(*fds));
	for (size_t i = 0; i < list->count; i++)
		fds[i] = list->items[i].num;
	qsort(fds, list->count, sizeof(*fds), compare);
	buf_putc(out, '[');
	for (size_t i = 0; i < list->count; i++)
		if (!i || fds[i] != fds[i - 1])
			buf_printf(out, "%s%" PRId64, i ? " " : "", fds[i]);
	buf_putc(out, ']');
	free(fds);
}

/* The first word of select. */
static int64_t count_fds(const struct call *call)
{
	if (call->room == CALL_ROOM_EMPTY)
		return 0;
	return call->room > 0 ? call->room : raw_highest_fd(call) + 1;
}

void strace_count_fds(const struct call *call, size_t arg, size_t part,
		      struct buf *out)
{
	(void)arg, (void)part;
	buf_printf(out, "%d", (int)count_fds(call));
}

void strace_set(const struct call *call, size_t arg, size_t part,
		struct buf *out)
{
	(void)part;
	if (!call->args[arg].kind)
		buf_puts(out, "NULL");
	else if (!count_fds(call))
		buf_puts(out, STRACE_UNKNOWN);
	else
		print_set(&call->args[arg], out);
}

static void print_time(int64_t seconds, int64_t nano, struct buf *out)
{
	buf_printf(out, "{tv_sec=%" PRId64 ", tv_nsec=%" PRId64 "}", seconds,
		   nano);
}

void strace_timeval(const struct call *call, size_t arg, size_t part,
		    struct buf *out)
{
	const struct value *time = &call->args[arg];
	(void)part;
	if (time->kind)
		print_time(list_item(time, 0)->num,
			   list_item(time, 1)->num * 1000, out);
	else
		buf_puts(out, "NULL");
}

/* SIGRTMIN is 32 to the kernel. */
static void print_signal(int signal, struct buf *out)
{
	enum { REALTIME = 32 };
	const char *name = symbol_name(SYMBOL_SIGNAL, signal);
	if (name)
		buf_puts(out, name + strlen("SIG"));
	else if (signal == REALTIME)
		buf_puts(out, "RTMIN");
	else
		buf_printf(out, "RT_%d", signal - REALTIME);
}

/* [INT CHLD]; of more than two thirds of all signals those that are not in it:
 * ~[KILL STOP]. */
static void print_mask(const struct call *call, struct buf *out)
{
	enum { SIGNALS = 64, MANY = SIGNALS * 2 / 3 };
	uint64_t mask = call->mask;
	if (call->masked != CALL_MASK_GIVEN) {
		buf_puts(out, "NULL");
		return;
	}
	if (__builtin_popcountll(mask) >= MANY) {
		buf_putc(out, '~');
		mask = ~mask;
	}
	const char *join = "[";
	for (int signal = 1; signal <= SIGNALS; signal++) {
		if (!(mask >> (signal - 1) & 1))
			continue;
		buf_puts(out, join);
		print_signal(signal, out);
		join = " ";
	}
	buf_puts(out, mask ? "]" : "[]");
}

void strace_mask_pair(const struct call *call, size_t arg, size_t part,
		      struct buf *out)
{
	(void)arg, (void)part;
	if (call->masked == CALL_MASK_NONE) {
		buf_puts(out, "NULL");
		return;
	}
	buf_puts(out, "{sigmask=");
	print_mask(call, out);
	buf_printf(out, ", sigsetsize=%d}", RAW_SIGNAL_SET);
}

/* The kernel never looks at the size of a set that is not there; the C library
 * gives the right one. */
void strace_mask(const struct call *call, size_t arg, size_t part,
		 struct buf *out)
{
	(void)arg;
	int64_t size = call->room == CALL_ROOM_NONE    ? 0
		       : call->room == CALL_ROOM_USUAL ? RAW_SIGNAL_SET
						       : call->room;
	if (part == 0)
		print_mask(call, out);
	else
		buf_printf(out, "%" PRId64, size);
}

/* Asked of each set; the first says all. */
bool strace_set_result(const struct call *call, size_t arg, struct buf *out)
{
	static const char *const words[] = {"in ", "out ", "except "};
	const struct value *left = list_item(&call->result.out, COUNT(words));
	const char *join = " (";
	(void)arg;
	if (!call->result.value) {
		buf_puts(out, "0 (Timeout)");
		return true;
	}
	buf_printf(out, "%" PRId64, call->result.value);
	for (size_t i = 0; i < COUNT(words); i++) {
		const struct value *ready = list_item(&call->result.out, i);
		if (!ready->count)
			continue;
		buf_printf(out, "%s%s", join, words[i]);
		print_set(ready, out);
		join = ", ";
	}
	if (left->kind) {
		buf_printf(out, "%sleft ", join);
		print_time(list_item(left, 0)->num, list_item(left, 1)->num,
			   out);
	}
	buf_putc(out, ')');
	return true;
}

/* --- epoll -----------------------------------------------------------------
 */

static void print_event(int64_t events, uint64_t data, struct buf *out)
{
	buf_puts(out, "{events=");
	strace_print_flags(SYMBOL_EPOLL, events, "EPOLL???", out);
	buf_printf(out, ", data={u32=%" PRIu32 ", u64=%" PRIu64 "}}",
		   (uint32_t)data, data);
}

void strace_events(const struct call *call, size_t arg, size_t part,
		   struct buf *out)
{
	const struct value *value = &call->args[arg];
	(void)part;
	if (!value->kind)
		buf_puts(out, value->num ? STRACE_UNKNOWN : "NULL");
	else if (value->kind == VALUE_LIST)
		print_event(list_item(value, 0)->num,
			    (uint64_t)list_item(value, 1)->num, out);
	else
		print_event(value->num, (uint32_t)call->args[arg - 1].num, out);
}

void strace_events_room(const struct call *call, size_t arg, size_t part,
			struct buf *out)
{
	const struct value *list = &call->result.out;
	if (part) {
		buf_printf(out, "%" PRId64, call->args[arg].num);
		return;
	}
	if (strace_failed(call)) {
		buf_puts(out, STRACE_UNKNOWN);
		return;
	}
	buf_putc(out, '[');
	for (size_t i = 0; i < list->count; i++) {
		buf_puts(out, i ? ", " : "");
		print_event(list_item(&list->items[i], 0)->num,
			    (uint64_t)list_item(&list->items[i], 1)->num, out);
	}
	buf_putc(out, ']');
}

/* --- readv, writev ---------------------------------------------------------
 */

void strace_print_iov(const struct value *iov, const struct bytes *data,
		      struct buf *out)
{
	size_t used = 0;
	if (!iov->kind) {
		buf_puts(out, "NULL");
		return;
	}
	buf_putc(out, '[');
	for (size_t i = 0; i < iov->count; i++) {
		const struct value *item = &iov->items[i];
		bool sent = item->kind == VALUE_BYTES;
		size_t len = sent ? item->bytes.len : (size_t)item->num;
		buf_printf(out, "%s{iov_base=", i ? ", " : "");
		if (sent) {
			text_quote(out, item->bytes.data, len,
				   STRACE_STRINGS_MOST);
		} else if (data) {
			size_t left = data->len - used;
			size_t got = len < left ? len : left;
			text_quote(out, data->data + used, got,
				   STRACE_STRINGS_MOST);
			used += got;
		} else {
			buf_puts(out, STRACE_UNKNOWN);
		}
		buf_printf(out, ", iov_len=%zu}", len);
	}
	buf_putc(out, ']');
}

void strace_iov(const struct call *call, size_t arg, size_t part,
		struct buf *out)
{
	if (part)
		buf_printf(out, "%zu", call->args[arg].count);
	else
		strace_print_iov(
			&call->args[arg],
			strace_failed(call) ? NULL : &call->result.data, out);
}
