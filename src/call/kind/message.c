/* message: struct msghdr: buffers, an address and control messages in one.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Its rows stand here, with C notation and what a learner is shown of what
 * came; the files beside this one have the other notations and the memory.
 */
#include "call/part/message.h"

#include "base/sentence.h"
#include "call/part/errqueue.h"
#include "call/part/row.h"

#include <inttypes.h>
#include <netinet/in.h>
#include <string.h>

/* --- C notation ---------------------------------------------------------
 */

/* The actor's own: what `credentials` alone stands for. */
static bool is_own(const struct value *credentials)
{
	static const char *const own[] = {"getpid()", "getuid()", "getgid()"};
	for (size_t i = 0; i < COUNT(own); i++) {
		const struct value *item = list_item(credentials, i);
		if (item->kind != VALUE_NAME || strcmp(item->name, own[i]) != 0)
			return false;
	}
	return true;
}

static void print_credentials(const struct value *value, struct buf *out)
{
	buf_puts(out, "credentials");
	if (value->kind != VALUE_LIST || is_own(value))
		return;
	buf_putc(out, '=');
	c_print_list(value, list_print_fd, out);
}

static void print_iov(const struct value *value, struct buf *out)
{
	bool sizes = value->count && value->items[0].kind == VALUE_INT;
	buf_puts(out, "iov=");
	c_print_list(value, sizes ? c_print_number : c_print_data, out);
}

static void print_name(const struct value *value, struct buf *out)
{
	buf_puts(out, "name");
	if (value->kind != VALUE_ADDRESS)
		return;
	buf_putc(out, '=');
	address_print(value->address, out);
}

static void print_rights(const struct value *value, struct buf *out)
{
	buf_puts(out, "rights=");
	c_print_list(value, list_print_fd, out);
}

static void print_error(const struct value *value, struct buf *out)
{
	(void)value;
	buf_puts(out, "error");
}

static void print_control(const struct value *value, struct buf *out)
{
	buf_puts(out, "control=");
	if (value->kind == VALUE_BYTES)
		c_print_data(value, out);
	else
		c_print_number(value, out);
}

void c_message(const struct call *call, size_t arg, struct buf *out)
{
	static print_item_fn *const print[MESSAGE_MEMBERS] = {
		[MESSAGE_IOV] = print_iov,
		[MESSAGE_NAME] = print_name,
		[MESSAGE_RIGHTS] = print_rights,
		[MESSAGE_CREDENTIALS] = print_credentials,
		[MESSAGE_ERROR] = print_error,
		[MESSAGE_CONTROL] = print_control,
	};
	const char *join = "{";
	for (size_t i = 0; i < MESSAGE_MEMBERS; i++) {
		const struct value *member = list_item(&call->args[arg], i);
		if (!member->kind)
			continue;
		buf_puts(out, join);
		print[i](member, out);
		join = ", ";
	}
	buf_putc(out, '}');
}

/* --- for a learner ------------------------------------------------------
 */

static void show_error(const struct bytes *bytes, struct buf *out)
{
	struct sock_extended_err error;
	if (bytes->len < sizeof(error)) {
		SENTENCE_LINE(out, ", ", "", "gives-error-cut");
		return;
	}
	memcpy(&error, bytes->data, sizeof(error));
	const char *name = symbol_name(SYMBOL_ERRNO, error.ee_errno);
	AUTO_FREE char *number = xprintf("%u", error.ee_errno);
	const struct slot what = SLOT_TEXT("error", name ? name : number);
	bool is_icmp6 = error.ee_origin == SO_EE_ORIGIN_ICMP6;
	if (is_icmp6 || error.ee_origin == SO_EE_ORIGIN_ICMP)
		SENTENCE_LINE(
			out, ", ", "", "gives-error-of", what,
			SLOT_TEXT("protocol", is_icmp6 ? "ICMPv6" : "ICMP"),
			SLOT_NUMBER("type", error.ee_type),
			SLOT_NUMBER("code", error.ee_code));
	else
		SENTENCE_LINE(out, ", ", "", "gives-error", what);
	if (error.ee_info)
		buf_printf(out, NOTATION(", info %u"), error.ee_info);
}

/* IP_TTL 64: by the option that asks for it, and as a number where it is one.
 */
static void show_other(int64_t level, int64_t type, const struct bytes *data,
		       struct buf *out)
{
	int num = 0;
	const char *name = symbol_name_in_c(symbol_option_group(level), type);
	if (level == SOL_SOCKET && symbol_name(SYMBOL_SCM, type))
		name = symbol_name(SYMBOL_SCM, type);
	if (name)
		buf_printf(out, ", %s ", name);
	else
		SENTENCE_LINE(out, ", ", " ", "gives-control",
			      SLOT_NUMBER("level", level),
			      SLOT_NUMBER("type", type));
	if (data->len == sizeof(num))
		memcpy(&num, data->data, sizeof(num));
	else if (data->len == 1)
		num = data->data[0];
	if (data->len == 1 || data->len == sizeof(num)) {
		buf_printf(out, "%d", num);
	} else {
		text_quote(out, data->data, data->len, 32);
	}
}

static void show_control(const struct value *control, struct buf *out)
{
	int64_t level = list_item(control, 0)->num;
	int64_t type = list_item(control, 1)->num;
	const struct value *data = list_item(control, 2);
	if (message_is_rights(control))
		return;
	if (message_is_credentials(control)) {
		buf_printf(out,
			   NOTATION(", credentials pid %" PRId64 " uid %" PRId64
				    " gid %" PRId64),
			   list_item(data, 0)->num, list_item(data, 1)->num,
			   list_item(data, 2)->num);
		return;
	}
	if ((level == IPPROTO_IP && type == IP_RECVERR) ||
	    (level == IPPROTO_IPV6 && type == IPV6_RECVERR)) {
		show_error(&data->bytes, out);
		return;
	}
	show_other(level, type, &data->bytes, out);
}

static void shown_message(const struct call *call, size_t arg, struct buf *out)
{
	const struct value *result = &call->result.out;
	const struct value *controls = list_item(result, MESSAGE_OUT_CONTROLS);
	int64_t flags = list_item(result, MESSAGE_OUT_FLAGS)->num;
	const char *name;
	int64_t num;
	if (given_message_room(call, arg, 0, &name, &num)) {
		buf_puts(out, NOTATION(", rights "));
		shown_given(call, arg, out);
	}
	for (size_t i = 0; i < controls->count; i++)
		show_control(&controls->items[i], out);
	if (!flags)
		return;
	buf_puts(out, NOTATION(", flags "));
	symbol_print_flags_in_c(SYMBOL_MSG, flags, out);
}

/* clang-format off */
const struct kind kind_message = {
	.expected = SENTENCE_ID("wants-message-iov-ab"),
	.words = 1, .parse = parse_message,
	.print_c = c_message, .python = python_message,
	.strace = strace_message,
	.declare = declare_message, .expression = express_message,
	.encode = encode_message, .decode = decode_message,
	.fetch = fetch_message,
	.read_python = read_python_message,
};

static const char *const message_methods[] = {"recvmsg", "recvmsg_into", NULL};

const struct kind kind_message_room = {
	.expected = SENTENCE_ID("wants-room-message-iov"),
	.words = 1, .parse = parse_message_room,
	.print_c = c_message, .python = python_message_room,
	.strace = strace_message_room, .shown = shown_message,
	.declare = declare_message_room, .expression = express_message,
	.after = after_message_room,
	.encode = encode_message_room, .decode = decode_message_room,
	.take = take_message_room, .given = given_message_room,
	.fetch = fetch_message_room,
	.read_python = read_python_message_room,
	.methods = message_methods,
	.room = fetch_message_name_room,
};
/* clang-format on */
