/* interface: what requests of ioctl(2) ask of an interface of the network.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/part/interface.h"

#include <inttypes.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <string.h>
#include <sys/ioctl.h>

/* What the kernel writes. */
enum shape { SHAPE_ADDRESS, SHAPE_HARDWARE, SHAPE_FLAGS, SHAPE_NUMBER };

struct field {
	uint32_t request;
	enum shape shape;
	const char *name; /* as strace(1) has it */
};

static const struct field fields[] = {
	{SIOCGIFADDR, SHAPE_ADDRESS, "ifr_addr"},
	{SIOCGIFDSTADDR, SHAPE_ADDRESS, "ifr_dstaddr"},
	{SIOCGIFBRDADDR, SHAPE_ADDRESS, "ifr_broadaddr"},
	{SIOCGIFNETMASK, SHAPE_ADDRESS, "ifr_netmask"},
	{SIOCGIFHWADDR, SHAPE_HARDWARE, "ifr_hwaddr"},
	{SIOCGIFFLAGS, SHAPE_FLAGS, "ifr_flags"},
	{SIOCGIFMTU, SHAPE_NUMBER, "ifr_mtu"},
	{SIOCGIFMETRIC, SHAPE_NUMBER, "ifr_metric"},
	{SIOCGIFINDEX, SHAPE_NUMBER, "ifr_ifindex"},
	{SIOCGIFTXQLEN, SHAPE_NUMBER, "ifr_qlen"},
};

/* NULL: of SIOCGIFNAME. */
static const struct field *field_of(const struct call *call)
{
	for (size_t i = 0; i < COUNT(fields); i++)
		if (fields[i].request == (uint32_t)call->args[1].num)
			return &fields[i];
	return NULL;
}

bool interface_parse(struct reader *reader, const struct call *call, size_t arg,
		     struct value *value, struct err *err)
{
	if (!field_of(call))
		return parse_int(reader, call, arg, value, err);
	return parse_data(reader, call, arg, value, err);
}

void interface_print_c(const struct call *call, size_t arg, struct buf *out)
{
	if (field_of(call))
		print_c_bytes(&call->args[arg].bytes, out);
	else
		buf_printf(out, "%" PRId64, call->args[arg].num);
}

void interface_print_python(const struct call *call, size_t arg,
			    struct buf *out)
{
	bool is_named = field_of(call);
	buf_printf(out, "struct.pack(\"%s\"", is_named ? "40s" : "16xi20x");
	buf_puts(out, ", ");
	if (is_named)
		python_print_data(&call->args[arg].bytes, out);
	else
		buf_printf(out, "%" PRId64, call->args[arg].num);
	buf_putc(out, ')');
}

/* --- strace(1) ----------------------------------------------------------
 */

static void print_name(const struct bytes *name, struct buf *out)
{
	text_quote(out, name->data, name->len, IFNAMSIZ);
}

static void print_flags(int64_t flags, struct buf *out)
{
	static const struct {
		unsigned flag;
		const char *name;
	} names[] = {
		{IFF_UP, "IFF_UP"},
		{IFF_BROADCAST, "IFF_BROADCAST"},
		{IFF_DEBUG, "IFF_DEBUG"},
		{IFF_LOOPBACK, "IFF_LOOPBACK"},
		{IFF_POINTOPOINT, "IFF_POINTOPOINT"},
		{IFF_NOTRAILERS, "IFF_NOTRAILERS"},
		{IFF_RUNNING, "IFF_RUNNING"},
		{IFF_NOARP, "IFF_NOARP"},
		{IFF_PROMISC, "IFF_PROMISC"},
		{IFF_ALLMULTI, "IFF_ALLMULTI"},
		{IFF_MASTER, "IFF_MASTER"},
		{IFF_SLAVE, "IFF_SLAVE"},
		{IFF_MULTICAST, "IFF_MULTICAST"},
		{IFF_PORTSEL, "IFF_PORTSEL"},
		{IFF_AUTOMEDIA, "IFF_AUTOMEDIA"},
		{IFF_DYNAMIC, "IFF_DYNAMIC"},
	};
	const char *join = "";
	for (size_t i = 0; i < COUNT(names); i++) {
		if (!(flags & names[i].flag))
			continue;
		buf_printf(out, "%s%s", join, names[i].name);
		join = "|";
	}
	if (!*join)
		buf_putc(out, '0');
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

static void print_answer(const struct field *field, const struct value *answer,
			 struct buf *out)
{
	buf_printf(out, ", %s=", field->name);
	if (field->shape == SHAPE_ADDRESS && answer->kind == VALUE_ADDRESS)
		address_print_strace(answer->address, out);
	else if (field->shape == SHAPE_HARDWARE)
		print_hardware(&answer->bytes, out);
	else if (field->shape == SHAPE_FLAGS)
		print_flags(answer->num, out);
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
		print_name(&call->args[arg].bytes, out);
		if (answer->kind)
			print_answer(field, answer, out);
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
	const struct bytes *name = &call->args[arg].bytes;
	(void)err;
	if (!field_of(call))
		request.ifr_ifindex = (int)call->args[arg].num;
	else
		memcpy(request.ifr_name, name->data,
		       name->len < IFNAMSIZ ? name->len : IFNAMSIZ);
	words[0] = raw_memory(RAW_IN_OUT, arena, &request, sizeof(request));
	return true;
}

static struct value name_of(const struct ifreq *request, struct arena *arena)
{
	size_t len = strnlen(request->ifr_name, IFNAMSIZ);
	return (struct value){
		.kind = VALUE_BYTES,
		.bytes = {arena_copy(arena, request->ifr_name, len), len, 0}};
}

bool interface_decode(const struct raw_word *words, struct arena *arena,
		      struct call *call, size_t arg)
{
	struct ifreq request;
	if (words[0].kind != RAW_IN_OUT || words[0].len < sizeof(request))
		return false;
	memcpy(&request, words[0].data, sizeof(request));
	call->args[arg] = field_of(call) ? name_of(&request, arena)
					 : value_int(request.ifr_ifindex);
	return true;
}

static struct value answer_of(const struct field *field,
			      const struct ifreq *request, struct arena *arena)
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
	}
	return answer;
}

void interface_take(struct call *call, size_t arg, const struct raw_word *words,
		    struct arena *arena)
{
	struct ifreq request;
	const struct field *field = field_of(call);
	(void)arg;
	if (words[0].kind != RAW_IN_OUT || words[0].len < sizeof(request))
		return;
	memcpy(&request, words[0].data, sizeof(request));
	call->result.out = field ? answer_of(field, &request, arena)
				 : name_of(&request, arena);
}

bool interface_fetch(const uint64_t *words, const struct fetch *fetch,
		     struct raw_word *out)
{
	return words[0] && fetch_pointer(words[0], RAW_IN_OUT,
					 sizeof(struct ifreq), fetch, out);
}
