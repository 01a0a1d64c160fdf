/* message_strace: struct msghdr as strace(1) shows it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Of a message that was not received strace prints only the length of the
 * address. What it knows no structure of, it leaves out.
 */
#include "call/list.h"
#include "call/part/errqueue.h"
#include "call/part/message.h"
#include "call/part/print_value.h"
#include "call/part/raw_value.h"

#include <arpa/inet.h>
#include <inttypes.h>
#include <string.h>

static void print_address(const struct address *address, struct buf *out)
{
	if (address->len < sizeof(sa_family_t))
		buf_puts(out, STRACE_UNKNOWN);
	else
		address_print_strace(address, out);
}

static void print_rights(const struct value *fds, struct buf *out)
{
	buf_putc(out, '[');
	for (size_t i = 0; i < fds->count; i++)
		buf_printf(out, "%s%" PRId64, i ? ", " : "", fds->items[i].num);
	buf_putc(out, ']');
}

static void print_credentials(const struct value *ids, struct buf *out)
{
	buf_printf(out, "{pid=%" PRId64 ", uid=%" PRId64 ", gid=%" PRId64 "}",
		   list_item(ids, 0)->num, list_item(ids, 1)->num,
		   list_item(ids, 2)->num);
}

static void print_error(const struct bytes *bytes, struct buf *out)
{
	struct sock_extended_err error;
	struct address offender = {.len = sizeof(offender.as.in)};
	memcpy(&error, bytes->data, sizeof(error));
	memcpy(&offender.as.in, bytes->data + sizeof(error),
	       sizeof(offender.as.in));
	buf_printf(out,
		   "{ee_errno=%u, ee_origin=%u, ee_type=%u, ee_code=%u, "
		   "ee_info=%u, ee_data=%u, offender=",
		   error.ee_errno, error.ee_origin, error.ee_type,
		   error.ee_code, error.ee_info, error.ee_data);
	address_print_strace(&offender, out);
	buf_putc(out, '}');
}

static void print_info(const struct bytes *bytes, struct buf *out)
{
	struct in_pktinfo info;
	char local[INET_ADDRSTRLEN], to[INET_ADDRSTRLEN];
	memcpy(&info, bytes->data, sizeof(info));
	inet_ntop(AF_INET, &info.ipi_spec_dst, local, sizeof(local));
	inet_ntop(AF_INET, &info.ipi_addr, to, sizeof(to));
	buf_printf(out,
		   "{ipi_ifindex=%d, ipi_spec_dst=inet_addr(\"%s\"), "
		   "ipi_addr=inet_addr(\"%s\")}",
		   info.ipi_ifindex, local, to);
}

static void print_ttl(const struct bytes *bytes, struct buf *out)
{
	unsigned ttl;
	memcpy(&ttl, bytes->data, sizeof(ttl));
	buf_printf(out, "[%u]", ttl);
}

static void print_tos(const struct bytes *bytes, struct buf *out)
{
	buf_printf(out, "[%#x]", bytes->data[0]);
}

/* The control messages at IPPROTO_IP that strace prints the data of. */
static const struct {
	int type;
	size_t size;
	void (*print)(const struct bytes *bytes, struct buf *out);
} ip_controls[] = {
	{IP_TOS, 1, print_tos},
	{IP_TTL, sizeof(unsigned), print_ttl},
	{IP_PKTINFO, sizeof(struct in_pktinfo), print_info},
	{IP_RECVERR,
	 sizeof(struct sock_extended_err) + sizeof(struct sockaddr_in),
	 print_error},
};

static void print_ip(int64_t type, const struct value *data, struct buf *out)
{
	strace_print_symbol(SYMBOL_IP, type, "IP_???", out);
	for (size_t i = 0; i < COUNT(ip_controls); i++) {
		if (ip_controls[i].type != type ||
		    data->bytes.len < ip_controls[i].size)
			continue;
		buf_puts(out, ", cmsg_data=");
		ip_controls[i].print(&data->bytes, out);
	}
}

static size_t data_len(const struct value *data)
{
	return data->kind == VALUE_LIST ? data->count * sizeof(int)
					: data->bytes.len;
}

static void print_control(const struct value *control, struct buf *out)
{
	int64_t level = list_item(control, 0)->num;
	int64_t type = list_item(control, 1)->num;
	const struct value *data = list_item(control, 2);
	buf_printf(out, "{cmsg_len=%zu, cmsg_level=", CMSG_LEN(data_len(data)));
	strace_print_symbol(SYMBOL_LEVEL, level, "SOL_??", out);
	buf_puts(out, ", cmsg_type=");
	if (level == IPPROTO_IP) {
		print_ip(type, data, out);
	} else if (level != SOL_SOCKET) {
		buf_printf(out, "%#x", (unsigned)type);
	} else {
		const char *name = symbol_name(SYMBOL_SCM, type);
		if (!name)
			name = symbol_name(SYMBOL_SO, type);
		if (name)
			buf_puts(out, name);
		else
			buf_printf(out, "%#x /* SCM_??? */", (unsigned)type);
	}
	if (data->kind == VALUE_LIST) {
		buf_puts(out, ", cmsg_data=");
		if (message_is_rights(control))
			print_rights(data, out);
		else
			print_credentials(data, out);
	}
	buf_putc(out, '}');
}

static void print_controls(const struct value *controls, size_t len,
			   struct buf *out)
{
	if (len) {
		buf_puts(out, ", msg_control=[");
		for (size_t i = 0; i < controls->count; i++) {
			buf_puts(out, i ? ", " : "");
			print_control(&controls->items[i], out);
		}
		buf_putc(out, ']');
	}
	buf_printf(out, ", msg_controllen=%zu, msg_flags=", len);
}

void strace_message(const struct call *call, size_t arg, size_t part,
		    struct buf *out)
{
	struct arena arena = {0};
	const struct value *message = &call->args[arg];
	const struct value *iov = list_item(message, MESSAGE_IOV);
	const struct value *name = list_item(message, MESSAGE_NAME);
	struct bytes control = message_control(message, &arena);
	struct value controls =
		message_controls(control.data, control.len, &arena);
	(void)part;
	buf_puts(out, "{msg_name=");
	if (name->kind)
		print_address(value_address(name), out);
	else
		buf_puts(out, "NULL");
	buf_printf(out, ", msg_namelen=%u, msg_iov=", value_address(name)->len);
	strace_print_iov(iov, NULL, out);
	buf_printf(out, ", msg_iovlen=%zu", iov->count);
	print_controls(&controls, control.len, out);
	strace_print_flags(SYMBOL_MSG, list_item(message, MESSAGE_FLAGS)->num,
			   "MSG_???", out);
	buf_putc(out, '}');
	arena_done(&arena);
}

void strace_message_room(const struct call *call, size_t arg, size_t part,
			 struct buf *out)
{
	const struct value *message = &call->args[arg];
	const struct value *iov = list_item(message, MESSAGE_IOV);
	const struct value *result = &call->result.out;
	unsigned room =
		list_item(message, MESSAGE_NAME)->kind ? RAW_PEER_ROOM : 0;
	// A traced program's own.
	if (call->room > 0)
		room = (unsigned)call->room;
	else if (call->room == CALL_ROOM_EMPTY)
		room = 0;
	unsigned len = call->result.address.len;
	if (call->result.length)
		len = (unsigned)call->result.length;
	(void)part;
	if (strace_failed(call)) {
		buf_printf(out, "{msg_namelen=%d}", (int)room);
		return;
	}
	buf_puts(out, "{msg_name=");
	if (list_item(message, MESSAGE_NAME)->kind)
		print_address(&call->result.address, out);
	else
		buf_puts(out, "NULL");
	buf_printf(out, ", msg_namelen=%u", room);
	if (len != room)
		buf_printf(out, " => %u", len);
	buf_puts(out, ", msg_iov=");
	strace_print_iov(iov, &call->result.data, out);
	buf_printf(out, ", msg_iovlen=%zu", iov->count);
	print_controls(list_item(result, MESSAGE_OUT_CONTROLS),
		       (size_t)list_item(result, MESSAGE_OUT_LEN)->num, out);
	strace_print_flags(SYMBOL_MSG,
			   list_item(result, MESSAGE_OUT_FLAGS)->num, "MSG_???",
			   out);
	buf_putc(out, '}');
}
