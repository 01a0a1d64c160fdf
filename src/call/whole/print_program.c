/* print_program: a call as the lines of a C program, struct sockaddr included.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/part/print_value.h"
#include "call/part/raw_value.h"
#include "call/print.h"
#include "call/table/option.h"
#include "call/table/syscalls.h"

#include <arpa/inet.h>
#include <inttypes.h>
#include <stdint.h>
#include <string.h>

/* A string literal. What the compiler would read as a trigraph is broken up. */
void program_string(const void *data, size_t len, struct buf *out)
{
	struct buf text = {0};
	text_quote(&text, data, len, SIZE_MAX);
	for (size_t i = 0; i < text.len; i++) {
		if (i && text.data[i] == '?' && text.data[i - 1] == '?')
			buf_putc(out, '\\');
		buf_putc(out, text.data[i]);
	}
	buf_done(&text);
}

static void declare_in(const struct address *address, struct buf *out)
{
	char host[INET6_ADDRSTRLEN];
	inet_ntop(AF_INET, &address->as.in.sin_addr, host, sizeof(host));
	buf_printf(out,
		   "struct sockaddr_in addr = {0};\n"
		   "addr.sin_family = AF_INET;\n"
		   "addr.sin_port = htons(%d);\n"
		   "inet_pton(AF_INET, \"%s\", &addr.sin_addr);\n",
		   address_port(address), host);
}

static void declare_in6(const struct address *address, struct buf *out)
{
	const struct sockaddr_in6 *in6 = &address->as.in6;
	char host[INET6_ADDRSTRLEN];
	inet_ntop(AF_INET6, &in6->sin6_addr, host, sizeof(host));
	buf_printf(out,
		   "struct sockaddr_in6 addr = {0};\n"
		   "addr.sin6_family = AF_INET6;\n"
		   "addr.sin6_port = htons(%d);\n"
		   "inet_pton(AF_INET6, \"%s\", &addr.sin6_addr);\n",
		   address_port(address), host);
	if (in6->sin6_scope_id)
		buf_printf(out, "addr.sin6_scope_id = %u;\n",
			   in6->sin6_scope_id);
}

static void declare_un(const struct address *address, struct buf *out)
{
	bool abstract;
	size_t len = address_un_path(address, &abstract);
	buf_puts(out, "struct sockaddr_un addr = {0};\n"
		      "addr.sun_family = AF_UNIX;\n");
	if (!len)
		return;
	// A path that fills sun_path has no NUL behind it.
	bool text = !abstract && len < sizeof(address->as.un.sun_path);
	buf_puts(out,
		 text ? "strcpy(addr.sun_path, " : "memcpy(addr.sun_path, ");
	program_string(address->as.un.sun_path, len, out);
	if (!text)
		buf_printf(out, ", %zu", len);
	buf_puts(out, ");\n");
}

/* What has no structure of its own is copied in. */
static void declare_bytes(const struct address *address, struct buf *out)
{
	buf_puts(out, "struct sockaddr_storage addr = {0};\n");
	if (!address->len)
		return;
	buf_puts(out, "memcpy(&addr, ");
	program_string(&address->as, address->len, out);
	buf_printf(out, ", %u);\n", address->len);
}

void program_address(const struct address *address, struct buf *out)
{
	bool has_port = address_port(address) >= 0;
	if (has_port && address_family(address) == AF_INET) {
		declare_in(address, out);
	} else if (has_port) {
		declare_in6(address, out);
	} else if (address_family(address) == AF_UNIX && address->len) {
		declare_un(address, out);
	} else {
		declare_bytes(address, out);
	}
}

void declare_address(const struct call *call, size_t arg, struct buf *out)
{
	program_address(value_address(&call->args[arg]), out);
}

/* The length of a UNIX address is that of the name in it. */
void program_address_len(const struct address *address, struct buf *out)
{
	bool abstract = false, has_port = address_port(address) >= 0;
	bool is_un = address_family(address) == AF_UNIX && address->len;
	size_t len = is_un ? address_un_path(address, &abstract) : 0;
	if (has_port || (len && !abstract))
		buf_puts(out, "sizeof(addr)");
	else if (abstract)
		buf_printf(out, "offsetof(struct sockaddr_un, sun_path) + %zu",
			   len);
	else if (is_un)
		buf_puts(out, "sizeof(sa_family_t)");
	else
		buf_printf(out, "%u", address->len);
}

void express_address(const struct call *call, size_t arg, struct buf *out)
{
	buf_puts(out, "(struct sockaddr *)&addr, ");
	program_address_len(value_address(&call->args[arg]), out);
}

/* A repetition becomes a loop; one byte over and over memset(3). */
void program_bytes(const struct bytes *bytes, const char *name, struct buf *out)
{
	if (!bytes->repeat || !bytes->len)
		return;
	size_t unit = bytes->len / bytes->repeat;
	buf_printf(out, "char %s[%zu];\n", name, bytes->len);
	unsigned char first = bytes->data[0];
	if (unit == 1) {
		bool letter = first >= ' ' && first < 0x7f && first != '\'' &&
			      first != '\\';
		buf_printf(out,
			   letter ? "memset(%s, '%c', sizeof(%s));\n"
				  : "memset(%s, %d, sizeof(%s));\n",
			   name, first, name);
		return;
	}
	buf_printf(out,
		   "for (size_t i = 0; i < sizeof(%s); i++)\n\t%s[i] = ", name,
		   name);
	program_string(bytes->data, unit, out);
	buf_printf(out, "[i %% %zu];\n", unit);
}

void declare_data(const struct call *call, size_t arg, struct buf *out)
{
	program_bytes(&call->args[arg].bytes, "data", out);
}

void express_data(const struct call *call, size_t arg, struct buf *out)
{
	const struct bytes *bytes = &call->args[arg].bytes;
	if (bytes->repeat && bytes->len) {
		buf_puts(out, "data, sizeof(data)");
		return;
	}
	program_string(bytes->data, bytes->len, out);
	buf_printf(out, ", %zu", bytes->len);
}

void declare_room(const struct call *call, size_t arg, struct buf *out)
{
	int64_t room = call->args[arg].num;
	buf_printf(out, "char buf[%" PRId64 "];\n", room ? room : 1);
}

void express_room(const struct call *call, size_t arg, struct buf *out)
{
	buf_puts(out, call->args[arg].num ? "buf, sizeof(buf)" : "buf, 0");
}

void declare_peer(const struct call *call, size_t arg, struct buf *out)
{
	(void)call, (void)arg;
	buf_puts(out, "struct sockaddr_storage addr;\n"
		      "socklen_t addrlen = sizeof(addr);\n");
}

void express_peer(const struct call *call, size_t arg, struct buf *out)
{
	(void)call, (void)arg;
	buf_puts(out, "(struct sockaddr *)&addr, &addrlen");
}

static void declare_field(const struct option_field *field,
			  const unsigned char *data, struct buf *out)
{
	char host[INET6_ADDRSTRLEN];
	if (strchr("46", field->type))
		buf_printf(out, "inet_pton(%s, \"%s\", &value.%s);\n",
			   field->type == '4' ? "AF_INET" : "AF_INET6",
			   option_field_host(field, data, host), field->name);
	else
		buf_printf(out, "value.%s = %" PRId64 ";\n", field->name,
			   option_field_get(field, data));
}

static const struct option_shape *shape_of(const struct call *call,
					   const struct value *value)
{
	const struct option *option = option_of(call);
	const struct option_shape *shape = option ? option->shape : NULL;
	bool fits = value->kind == VALUE_OPTION && shape &&
		    shape->size == value->bytes.len;
	return fits ? shape : NULL;
}

void declare_option_value(const struct call *call, size_t arg, struct buf *out)
{
	const struct value *value = &call->args[arg];
	const struct option_shape *shape = shape_of(call, value);
	if (value->kind != VALUE_OPTION)
		buf_printf(out, "int value = %" PRId64 ";\n", value->num);
	if (!shape)
		return;
	buf_printf(out, "struct %s value = {0};\n", shape->name);
	for (size_t i = 0; i < option_fields(shape); i++)
		declare_field(&shape->fields[i], value->bytes.data, out);
}

void express_option_value(const struct call *call, size_t arg, struct buf *out)
{
	const struct value *value = &call->args[arg];
	if (value->kind != VALUE_OPTION || shape_of(call, value)) {
		buf_puts(out, "&value, sizeof(value)");
		return;
	}
	program_string(value->bytes.data, value->bytes.len, out);
	buf_printf(out, ", %zu", value->bytes.len);
}

void declare_option_room(const struct call *call, size_t arg, struct buf *out)
{
	(void)arg;
	const struct option *option = option_of(call);
	if (option && option->shape)
		buf_printf(out, "struct %s value;\n", option->shape->name);
	else
		buf_printf(out, "%s;\n",
			   option ? option->declaration : "int value");
	buf_puts(out, "socklen_t value_len = sizeof(value);\n");
}

void express_option_room(const struct call *call, size_t arg, struct buf *out)
{
	(void)call, (void)arg;
	buf_puts(out, "&value, &value_len");
}

static bool is_at(const struct call *call, size_t arg)
{
	return arg != SYSCALL_HIDDEN && call->args[arg].kind == VALUE_AT;
}

/* Memory that cannot be what the argument is. */
static void express_at(const struct value *value, size_t words, struct buf *out)
{
	buf_printf(out, "(void *)%#" PRIx64, value->at);
	if (words > 1)
		buf_printf(out, ", %" PRId64, value->num);
}

static void print_expression(const struct call *call, struct buf *out)
{
	struct syscall_word words[SYSCALL_WORDS_MAX];
	size_t count = syscall_words(call->syscall, words);
	const char *join = "";
	buf_printf(out, "%s(", call->syscall->name);
	for (size_t i = 0; i < count; i++) {
		const struct kind *row = words[i].kind;
		if (words[i].part || !row->expression)
			continue;
		size_t before = out->len;
		buf_puts(out, join);
		size_t begin = out->len;
		if (is_at(call, words[i].arg))
			express_at(&call->args[words[i].arg], row->words, out);
		else
			row->expression(call, words[i].arg, out);
		if (out->len == begin) {
			// Nothing stands for an argument that is left out.
			out->len = before;
			out->data[before] = '\0';
			continue;
		}
		join = ", ";
	}
	buf_putc(out, ')');
}

/* The resolver has errors of its own. */
static void print_resolver(const struct call *call, struct buf *out)
{
	const char *into = call->into ? call->into : "error";
	buf_printf(out, "%s%s = ", call->into ? "" : "int ", into);
	print_expression(call, out);
	buf_printf(out,
		   ";\nif (%s %s)\n"
		   "\tfprintf(stderr, \"%s: %%s\\n\", gai_strerror(%s));\n",
		   into, call->syscall->failure, call->syscall->name, into);
}

void call_print_program_c(const struct call *call, struct buf *out)
{
	struct syscall_word words[SYSCALL_WORDS_MAX];
	size_t count = syscall_words(call->syscall, words);
	for (size_t i = 0; i < count; i++) {
		const struct kind *row = words[i].kind;
		if (!words[i].part && row->declare &&
		    !is_at(call, words[i].arg))
			row->declare(call, words[i].arg, out);
	}
	const char *failure = call->syscall->failure;
	if (!failure)
		failure = "== -1";
	if (call->syscall->number < 0) {
		print_resolver(call, out);
		return;
	}
	bool counts = call->syscall->flags & SYSCALL_RECEIVES;
	const char *into = call->into ? call->into : "n";
	if (counts && !call->into)
		buf_puts(out, "ssize_t ");
	if (call->into || counts) {
		buf_printf(out, "%s = ", into);
		print_expression(call, out);
		buf_puts(out, ";\n");
		if (*failure)
			buf_printf(out, "if (%s %s)\n", into, failure);
	} else {
		buf_puts(out, *failure ? "if (" : "");
		print_expression(call, out);
		if (*failure)
			buf_printf(out, " %s)\n", failure);
		else
			buf_puts(out, ";\n");
	}
	if (*failure)
		buf_printf(out, "\tperror(\"%s\");\n", call->syscall->name);
	for (size_t i = 0; i < count; i++) {
		const struct kind *row = words[i].kind;
		if (!words[i].part && row->after && !is_at(call, words[i].arg))
			row->after(call, words[i].arg, out);
	}
}
