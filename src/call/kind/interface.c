/* interface: what requests of ioctl(2) ask of an interface of the network.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/part/interface.h"

#include "call/list.h"
#include "call/table/symbol.h"

#include <inttypes.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <string.h>
#include <sys/ioctl.h>

/* What the member beside the name is. */
enum shape {
	SHAPE_ADDRESS,
	SHAPE_HARDWARE,
	SHAPE_FLAGS,
	SHAPE_NUMBER,
	SHAPE_NAME,
};

struct field {
	uint32_t gets, sets; /* the requests; 0: there is none */
	enum shape shape;
	const char *name; /* as strace(1) has it */
};

static const struct field fields[] = {
	{SIOCGIFADDR, SIOCSIFADDR, SHAPE_ADDRESS, "ifr_addr"},
	{SIOCGIFDSTADDR, SIOCSIFDSTADDR, SHAPE_ADDRESS, "ifr_dstaddr"},
	{SIOCGIFBRDADDR, SIOCSIFBRDADDR, SHAPE_ADDRESS, "ifr_broadaddr"},
	{SIOCGIFNETMASK, SIOCSIFNETMASK, SHAPE_ADDRESS, "ifr_netmask"},
	{SIOCGIFHWADDR, SIOCSIFHWADDR, SHAPE_HARDWARE, "ifr_hwaddr"},
	{SIOCGIFFLAGS, SIOCSIFFLAGS, SHAPE_FLAGS, "ifr_flags"},
	{SIOCGIFMTU, SIOCSIFMTU, SHAPE_NUMBER, "ifr_mtu"},
	{SIOCGIFMETRIC, SIOCSIFMETRIC, SHAPE_NUMBER, "ifr_metric"},
	{SIOCGIFINDEX, 0, SHAPE_NUMBER, "ifr_ifindex"},
	{SIOCGIFTXQLEN, SIOCSIFTXQLEN, SHAPE_NUMBER, "ifr_qlen"},
	{0, SIOCSIFNAME, SHAPE_NAME, "ifr_newname"},
};

/* NULL: of SIOCGIFNAME. */
static const struct field *field_of(const struct call *call)
{
	uint32_t request = (uint32_t)call->args[1].num;
	for (size_t i = 0; i < COUNT(fields); i++)
		if (fields[i].gets == request || fields[i].sets == request)
			return &fields[i];
	return NULL;
}

/* Whether the program gives the member, too: {name, value}. */
static bool is_set(const struct field *field, const struct call *call)
{
	return field && field->sets == (uint32_t)call->args[1].num;
}

static const struct value *name_in(const struct call *call, size_t arg)
{
	const struct value *value = &call->args[arg];
	return value->kind == VALUE_LIST ? list_item(value, 0) : value;
}

/* What the kernel finds of `value` behind the name. */
static void write_member(const struct field *field, const struct value *value,
			 struct ifreq *request)
{
	enum { ROOM = sizeof(request->ifr_addr) };
	size_t len = value->bytes.len < ROOM ? value->bytes.len : ROOM;
	switch (field->shape) {
	case SHAPE_ADDRESS:
		memcpy(&request->ifr_addr, &value->address->as, ROOM);
		break;
	case SHAPE_HARDWARE:
	case SHAPE_NAME:
		if (len)
			memcpy(&request->ifr_addr, value->bytes.data, len);
		break;
	case SHAPE_FLAGS:
		request->ifr_flags = (short)value->num;
		break;
	case SHAPE_NUMBER:
		request->ifr_ifindex = (int)value->num;
		break;
	}
}

/* --- as it is written ---------------------------------------------------
 */

static bool parse_member(struct reader *reader, const struct call *call,
			 size_t arg, struct value *value, struct err *err)
{
	switch (field_of(call)->shape) {
	case SHAPE_ADDRESS:
		return parse_address(reader, call, arg, value, err);
	case SHAPE_HARDWARE:
	case SHAPE_NAME:
		return parse_data(reader, call, arg, value, err);
	case SHAPE_FLAGS:
	case SHAPE_NUMBER:
		break;
	}
	return parse_int(reader, call, arg, value, err);
}

/* {"lo", 1400} */
static bool parse_set(struct reader *reader, const struct call *call,
		      size_t arg, struct value *value, struct err *err)
{
	struct value *items = list_new(value, 2, reader->arena);
	if (!reader_take(reader, '{'))
		return parse_fail(reader, call, arg, err);
	if (reader_space(reader),
	    !parse_data(reader, call, arg, &items[0], err))
		return false;
	if (reader_space(reader), !reader_take(reader, ','))
		return READER_FAIL(reader, reader->rest.data, err,
				   "expected-list-rest");
	if (reader_space(reader),
	    !parse_member(reader, call, arg, &items[1], err))
		return false;
	return (reader_space(reader), reader_take(reader, '}')) ||
	       READER_FAIL(reader, reader->rest.data, err,
			   "expected-list-rest");
}

bool interface_parse(struct reader *reader, const struct call *call, size_t arg,
		     struct value *value, struct err *err)
{
	const struct field *field = field_of(call);
	if (is_set(field, call))
		return parse_set(reader, call, arg, value, err);
	if (!field)
		return parse_int(reader, call, arg, value, err);
	return parse_data(reader, call, arg, value, err);
}

static void print_member_c(const struct value *value, struct buf *out)
{
	if (value->kind == VALUE_ADDRESS)
		address_print(value->address, out);
	else if (value->kind == VALUE_BYTES)
		print_c_bytes(&value->bytes, out);
	else
		buf_printf(out, "%" PRId64, value->num);
}

void interface_print_c(const struct call *call, size_t arg, struct buf *out)
{
	const struct value *value = &call->args[arg];
	if (value->kind != VALUE_LIST) {
		print_member_c(value, out);
		return;
	}
	buf_putc(out, '{');
	print_member_c(list_item(value, 0), out);
	buf_puts(out, ", ");
	print_member_c(list_item(value, 1), out);
	buf_putc(out, '}');
}

/* The member's bytes in the structure. */
static struct bytes member_bytes(const struct ifreq *request)
{
	return (struct bytes){.data = (const unsigned char *)&request->ifr_addr,
			      .len = sizeof(request->ifr_addr)};
}

void interface_print_python(const struct call *call, size_t arg,
			    struct buf *out)
{
	struct ifreq request = {0};
	const struct field *field = field_of(call);
	struct bytes member = member_bytes(&request);
	if (is_set(field, call)) {
		write_member(field, list_item(&call->args[arg], 1), &request);
		buf_puts(out, "struct.pack(\"16s24s\", ");
		python_print_data(&name_in(call, arg)->bytes, out);
		buf_puts(out, ", ");
		python_print_data(&member, out);
		buf_putc(out, ')');
		return;
	}
	buf_printf(out, "struct.pack(\"%s\"", field ? "40s" : "16xi20x");
	buf_puts(out, ", ");
	if (field)
		python_print_data(&call->args[arg].bytes, out);
	else
		buf_printf(out, "%" PRId64, call->args[arg].num);
	buf_putc(out, ')');
}

void interface_declare(const struct call *call, size_t arg, struct buf *out)
{
	const struct field *field = field_of(call);
	struct ifreq request = {0};
	struct bytes member = member_bytes(&request);
	buf_printf(out, "struct ifreq interface = {.ifr_%s = ",
		   field ? "name" : "ifindex");
	print_member_c(name_in(call, arg), out);
	buf_puts(out, "};\n");
	if (!is_set(field, call))
		return;
	write_member(field, list_item(&call->args[arg], 1), &request);
	buf_puts(out, "memcpy(&interface.ifr_addr, ");
	print_c_bytes(&member, out);
	buf_printf(out, ", %zu);\n", member.len);
}

/* --- strace(1) ----------------------------------------------------------
 */

static void print_name(const struct bytes *name, struct buf *out)
{
	text_quote(out, name->data, name->len, IFNAMSIZ);
}

static void print_hardware(const struct bytes *bytes, struct buf *out)
{
	struct sockaddr address;
	if (bytes->len < sizeof(address)) {
		buf_puts(out, STRACE_UNKNOWN);
		return;
	}
	memcpy(&address, bytes->data, sizeof(address));
	buf_puts(out, "{sa_family=");
	if (address.sa_family == ARPHRD_ETHER)
		buf_puts(out, "ARPHRD_ETHER");
	else if (address.sa_family == ARPHRD_LOOPBACK)
		buf_puts(out, "ARPHRD_LOOPBACK");
	else
		buf_printf(out, "%u", address.sa_family);
	buf_puts(out, ", sa_data=");
	for (size_t i = 0; i < 6; i++)
		buf_printf(out, "%s%02x", i ? ":" : "",
			   (unsigned char)address.sa_data[i]);
	buf_putc(out, '}');
}

static void print_member(const struct field *field, const struct value *answer,
			 struct buf *out)
{
	buf_printf(out, ", %s=", field->name);
	if (field->shape == SHAPE_ADDRESS && answer->kind == VALUE_ADDRESS)
		address_print_strace(answer->address, out);
	else if (field->shape == SHAPE_HARDWARE)
		print_hardware(&answer->bytes, out);
	else if (field->shape == SHAPE_FLAGS)
		symbol_print_flags(SYMBOL_IFF, answer->num, out);
	else if (field->shape == SHAPE_NAME)
		print_name(&answer->bytes, out);
	else
		buf_printf(out, "%" PRId64, answer->num);
}

void interface_strace(const struct call *call, size_t arg, size_t part,
		      struct buf *out)
{
	const struct field *field = field_of(call);
	const struct value *answer = &call->result.out;
	(void)part;
	if (field) {
		buf_puts(out, "{ifr_name=");
		print_name(&name_in(call, arg)->bytes, out);
		if (is_set(field, call))
			answer = list_item(&call->args[arg], 1);
		if (answer->kind)
			print_member(field, answer, out);
	} else {
		buf_printf(out, "{ifr_ifindex=%" PRId64, call->args[arg].num);
		if (answer->kind) {
			buf_puts(out, ", ifr_name=");
			print_name(&answer->bytes, out);
		}
	}
	buf_putc(out, '}');
}

/* --- memory -------------------------------------------------------------
 */

bool interface_encode(const struct call *call, size_t arg, struct arena *arena,
		      struct raw_word *words, struct err *err)
{
	struct ifreq request = {0};
	const struct field *field = field_of(call);
	const struct bytes *name = &name_in(call, arg)->bytes;
	(void)err;
	if (!field)
		request.ifr_ifindex = (int)call->args[arg].num;
	else
		memcpy(request.ifr_name, name->data,
		       name->len < IFNAMSIZ ? name->len : IFNAMSIZ);
	if (is_set(field, call))
		write_member(field, list_item(&call->args[arg], 1), &request);
	words[0] = raw_memory(RAW_IN_OUT, arena, &request, sizeof(request));
	return true;
}

static struct value text_of(const char *text, struct arena *arena)
{
	size_t len = strnlen(text, IFNAMSIZ);
	return (struct value){
		.kind = VALUE_BYTES,
		.bytes = {arena_copy(arena, text, len), len, 0, 0}};
}

static struct value read_member(const struct field *field,
				const struct ifreq *request,
				struct arena *arena)
{
	struct value answer = {.kind = VALUE_INT};
	struct address address = {.len = sizeof(address.as.in)};
	switch (field->shape) {
	case SHAPE_ADDRESS:
		memcpy(&address.as, &request->ifr_addr, address.len);
		answer.kind = VALUE_ADDRESS;
		answer.address = arena_copy(arena, &address, sizeof(address));
		break;
	case SHAPE_HARDWARE:
		answer.kind = VALUE_BYTES;
		answer.bytes.len = sizeof(request->ifr_hwaddr);
		answer.bytes.data = arena_copy(arena, &request->ifr_hwaddr,
					       answer.bytes.len);
		break;
	case SHAPE_FLAGS:
		answer.num = (unsigned short)request->ifr_flags;
		break;
	case SHAPE_NUMBER:
		answer.num = request->ifr_ifindex;
		break;
	case SHAPE_NAME:
		answer = text_of(request->ifr_newname, arena);
		break;
	}
	return answer;
}

bool interface_decode(const struct raw_word *words, struct arena *arena,
		      struct call *call, size_t arg)
{
	struct ifreq request;
	const struct field *field = field_of(call);
	if (words[0].kind != RAW_IN_OUT || words[0].len < sizeof(request))
		return false;
	memcpy(&request, words[0].data, sizeof(request));
	if (is_set(field, call)) {
		struct value *items = list_new(&call->args[arg], 2, arena);
		items[0] = text_of(request.ifr_name, arena);
		items[1] = read_member(field, &request, arena);
		return true;
	}
	call->args[arg] = field ? text_of(request.ifr_name, arena)
				: value_int(request.ifr_ifindex);
	return true;
}

void interface_take(struct call *call, size_t arg, const struct raw_word *words,
		    struct arena *arena)
{
	struct ifreq request;
	const struct field *field = field_of(call);
	(void)arg;
	if (words[0].kind != RAW_IN_OUT || words[0].len < sizeof(request) ||
	    is_set(field, call))
		return;
	memcpy(&request, words[0].data, sizeof(request));
	call->result.out = field ? read_member(field, &request, arena)
				 : text_of(request.ifr_name, arena);
}

bool interface_fetch(const uint64_t *words, const struct fetch *fetch,
		     struct raw_word *out)
{
	return words[0] && fetch_pointer(words[0], RAW_IN_OUT,
					 sizeof(struct ifreq), fetch, out);
}
