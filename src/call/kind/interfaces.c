/* interfaces: the addresses of all interfaces, by ioctl(SIOCGIFCONF).
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A struct ifconf has a length and points to so many bytes of room; the kernel
 * fills them with one struct ifreq for each address, and says how many bytes
 * those are. Without room it says how many there would be.
 */
#include "call/list.h"
#include "call/part/interface.h"

#include <inttypes.h>
#include <net/if.h>
#include <stddef.h>
#include <string.h>

enum {
	ROOM_MOST = 64 << 10, /* more interfaces than a machine has */
	ONE = sizeof(struct ifreq),
};

bool interfaces_parse(struct reader *reader, const struct call *call,
		      size_t arg, struct value *value, struct err *err)
{
	(void)call, (void)arg;
	value->kind = VALUE_INT;
	return reader_number(reader, 0, ROOM_MOST, &value->num, err);
}

/* Python has no pointers to room: an array's address stands in the struct. */
void interfaces_print_python(const struct call *call, size_t arg,
			     struct buf *out)
{
	int64_t room = call->args[arg].num;
	buf_printf(out, "struct.pack(\"iP\", %" PRId64 ", ", room);
	if (room)
		buf_printf(out,
			   "array.array(\"B\", bytes(%" PRId64
			   ")).buffer_info()[0])",
			   room);
	else
		buf_puts(out, "0)");
}

void interfaces_declare(const struct call *call, size_t arg, struct buf *out)
{
	int64_t room = call->args[arg].num;
	if (room)
		buf_printf(out, "char interfaces[%" PRId64 "];\n", room);
	buf_printf(out,
		   "struct ifconf list = {.ifc_len = %" PRId64
		   ", .ifc_buf = %s};\n",
		   room, room ? "interfaces" : "NULL");
}

/* --- strace(1) ----------------------------------------------------------
 */

static void print_len(int64_t len, struct buf *out)
{
	buf_printf(out, "%" PRId64, len);
	if (len >= ONE && len % ONE)
		buf_printf(out,
			   " /* %" PRId64 " * sizeof(struct ifreq) + %" PRId64
			   " */",
			   len / ONE, len % ONE);
	else if (len >= ONE)
		buf_printf(out, " /* %" PRId64 " * sizeof(struct ifreq) */",
			   len / ONE);
}

static void print_interface(const struct value *one, struct buf *out)
{
	const struct bytes *name = &list_item(one, 0)->bytes;
	buf_puts(out, "{ifr_name=");
	text_quote(out, name->data, name->len, IFNAMSIZ);
	buf_puts(out, ", ifr_addr=");
	address_print_strace(list_item(one, 1)->address, out);
	buf_putc(out, '}');
}

void interfaces_strace(const struct call *call, size_t arg, size_t part,
		       struct buf *out)
{
	int64_t room = call->args[arg].num;
	const struct value *list = &call->result.out;
	(void)part;
	if (strace_failed(call) || list->kind != VALUE_LIST) {
		buf_puts(out, STRACE_UNKNOWN);
		return;
	}
	buf_puts(out, "{ifc_len=");
	if (room)
		print_len(room, out);
	if (room && room != call->result.option)
		buf_puts(out, " => ");
	if (room != call->result.option)
		print_len(call->result.option, out);
	buf_puts(out, room ? ", ifc_buf=[" : ", ifc_buf=NULL}");
	for (size_t i = 0; room && i < list->count; i++) {
		buf_puts(out, i ? ", " : "");
		print_interface(&list->items[i], out);
	}
	buf_puts(out, room ? "]}" : "");
}

/* --- memory -------------------------------------------------------------
 */

bool interfaces_encode(const struct call *call, size_t arg, struct arena *arena,
		       struct raw_word *words, struct err *err)
{
	size_t room = (size_t)call->args[arg].num;
	struct ifconf list = {.ifc_len = (int)room};
	(void)err;
	words[0] = raw_memory(RAW_IN_OUT, arena, &list, sizeof(list));
	if (room)
		raw_parts(&words[0], 1, arena)[0] = (struct raw_part){
			offsetof(struct ifconf, ifc_buf),
			raw_memory(RAW_OUT, arena, NULL, room)};
	return true;
}

static const struct raw_word *room_of(const struct raw_word *word)
{
	return raw_part_at(word, offsetof(struct ifconf, ifc_buf));
}

bool interfaces_decode(const struct raw_word *words, struct arena *arena,
		       struct call *call, size_t arg)
{
	(void)arena;
	if (words[0].kind != RAW_IN_OUT || words[0].len < sizeof(struct ifconf))
		return false;
	const struct raw_word *room = room_of(&words[0]);
	call->args[arg] = value_int(room ? (int64_t)room->len : 0);
	return true;
}

static void take_interface(const struct ifreq *request, struct value *one,
			   struct arena *arena)
{
	struct value *items = list_new(one, 2, arena);
	struct address address = {.len = sizeof(address.as.in)};
	size_t len = strnlen(request->ifr_name, IFNAMSIZ);
	memcpy(&address.as, &request->ifr_addr, address.len);
	items[0].kind = VALUE_BYTES;
	items[0].bytes.data = arena_copy(arena, request->ifr_name, len);
	items[0].bytes.len = len;
	items[1].kind = VALUE_ADDRESS;
	items[1].address = arena_copy(arena, &address, sizeof(address));
}

void interfaces_take(struct call *call, size_t arg,
		     const struct raw_word *words, struct arena *arena)
{
	struct ifconf list;
	(void)arg;
	if (words[0].kind != RAW_IN_OUT || words[0].len < sizeof(list))
		return;
	memcpy(&list, words[0].data, sizeof(list));
	call->result.option = list.ifc_len;
	const struct raw_word *room = room_of(&words[0]);
	size_t len = room && list.ifc_len > 0 ? (size_t)list.ifc_len : 0;
	size_t count = room && len <= room->len ? len / ONE : 0;
	struct value *items = list_new(&call->result.out, count, arena);
	for (size_t i = 0; i < count; i++) {
		struct ifreq request;
		memcpy(&request, room->data + i * ONE, ONE);
		take_interface(&request, &items[i], arena);
	}
}

bool interfaces_fetch(const uint64_t *words, const struct fetch *fetch,
		      struct raw_word *out)
{
	struct ifconf list;
	if (!words[0] ||
	    !fetch_pointer(words[0], RAW_IN_OUT, sizeof(list), fetch, out))
		return false;
	memcpy(&list, out->data, sizeof(list));
	if (!list.ifc_buf)
		return true;
	if (list.ifc_len < 0 || list.ifc_len > ROOM_MOST)
		return false;
	raw_parts(out, 1, fetch->arena)[0] = (struct raw_part){
		offsetof(struct ifconf, ifc_buf),
		fetch_room_at((uintptr_t)list.ifc_buf, (size_t)list.ifc_len)};
	return true;
}
