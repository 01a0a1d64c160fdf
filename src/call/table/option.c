/* option: the table of options whose value is not an int.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/table/option.h"

#include "call/table/syscalls.h"

#include <arpa/inet.h>
#include <inttypes.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/time.h>

/* clang-format off */
static const struct option_shape linger = {
	"linger", sizeof(struct linger), {
		{"l_onoff",  'i', offsetof(struct linger, l_onoff)},
		{"l_linger", 'i', offsetof(struct linger, l_linger)},
	}, true, true,
};

static const struct option_shape timeval = {
	"timeval", sizeof(struct timeval), {
		{"tv_sec",  'l', offsetof(struct timeval, tv_sec)},
		{"tv_usec", 'l', offsetof(struct timeval, tv_usec)},
	}, false, false,
};

static const struct option_shape ucred = {
	"ucred", sizeof(struct ucred), {
		{"pid", 'i', offsetof(struct ucred, pid)},
		{"uid", 'u', offsetof(struct ucred, uid)},
		{"gid", 'u', offsetof(struct ucred, gid)},
	}, false, true,
};

static const struct option_shape mreq = {
	"ip_mreq", sizeof(struct ip_mreq), {
		{"imr_multiaddr", '4', offsetof(struct ip_mreq, imr_multiaddr)},
		{"imr_interface", '4', offsetof(struct ip_mreq, imr_interface)},
	}, true, true,
};

static const struct option_shape mreq6 = {
	"ipv6_mreq", sizeof(struct ipv6_mreq), {
		{"ipv6mr_multiaddr", '6', offsetof(struct ipv6_mreq, ipv6mr_multiaddr)},
		{"ipv6mr_interface", 'n', offsetof(struct ipv6_mreq, ipv6mr_interface)},
	}, true, true,
};

static const struct option_shape in_addr = {
	"in_addr", sizeof(struct in_addr), {
		{"s_addr", '4', 0},
	}, false, false,
};

#define BYTES(count)  NULL, count, "unsigned char value[" #count "]"

#define NAME(count)   NULL, count, "char value[" #count "]"

#define STRUCT(name)  NULL, sizeof(struct name), "struct " #name " value"

static const struct option table[] = {
	{SOL_SOCKET,   SO_LINGER,           &linger,  sizeof(struct linger), NULL},
	{SOL_SOCKET,   SO_RCVTIMEO,         &timeval, sizeof(struct timeval), NULL},
	{SOL_SOCKET,   SO_SNDTIMEO,         &timeval, sizeof(struct timeval), NULL},
	{SOL_SOCKET,   SO_PEERCRED,         &ucred,   sizeof(struct ucred), NULL},
	{SOL_SOCKET,   SO_BINDTODEVICE,     NAME(16)},
	{SOL_SOCKET,   SO_COOKIE,           BYTES(8)},
	{SOL_SOCKET,   SO_PEERNAME,         STRUCT(sockaddr_storage)},
	{SOL_SOCKET,   SO_PEERSEC,          NAME(256)},
	{SOL_SOCKET,   SO_MEMINFO,          BYTES(36)},
	{SOL_SOCKET,   SO_PEERGROUPS,       BYTES(256)},
	{SOL_SOCKET,   SO_TXTIME,           BYTES(8)},
	{SOL_SOCKET,   71 /* NETNS_COOKIE */, BYTES(8)},
	{SOL_SOCKET,   SO_ATTACH_FILTER,    BYTES(512)},
	{IPPROTO_IP,   IP_OPTIONS,          BYTES(40)},
	{IPPROTO_IP,   IP_ADD_MEMBERSHIP,   &mreq, sizeof(struct ip_mreq), NULL},
	{IPPROTO_IP,   IP_DROP_MEMBERSHIP,  &mreq, sizeof(struct ip_mreq), NULL},
	{IPPROTO_IP,   IP_MULTICAST_IF,     &in_addr, sizeof(struct in_addr), NULL},
	{IPPROTO_IPV6, IPV6_JOIN_GROUP,     &mreq6, sizeof(struct ipv6_mreq), NULL},
	{IPPROTO_IPV6, IPV6_LEAVE_GROUP,    &mreq6, sizeof(struct ipv6_mreq), NULL},
	{IPPROTO_TCP,  TCP_CONGESTION,      NAME(16)},
	{IPPROTO_TCP,  TCP_ULP,             NAME(16)},
	{IPPROTO_TCP,  TCP_INFO,            STRUCT(tcp_info)},
	{IPPROTO_TCP,  TCP_CC_INFO,         BYTES(20)},
	{IPPROTO_TCP,  TCP_SAVED_SYN,       BYTES(120)},
	{IPPROTO_TCP,  TCP_FASTOPEN_KEY,    BYTES(32)},
	{IPPROTO_TCP,  TCP_REPAIR_WINDOW,   BYTES(20)},
	{IPPROTO_TCP,  TCP_MD5SIG,          STRUCT(tcp_md5sig)},
	{IPPROTO_TCP,  TCP_ZEROCOPY_RECEIVE, BYTES(64)},
};

/* clang-format on */
const struct option *option_find(int64_t level, int64_t name)
{
	for (size_t i = 0; i < COUNT(table); i++)
		if (table[i].level == level && table[i].name == name)
			return &table[i];
	return NULL;
}

size_t option_fields(const struct option_shape *shape)
{
	size_t count = 0;
	while (count < OPTION_FIELDS_MAX && shape->fields[count].name)
		count++;
	return count;
}

int64_t option_field_get(const struct option_field *field,
			 const unsigned char *data)
{
	int32_t narrow;
	int64_t wide;
	if (field->type == 'l') {
		memcpy(&wide, data + field->offset, sizeof(wide));
		return wide;
	}
	memcpy(&narrow, data + field->offset, sizeof(narrow));
	// Like strace(1): an id of nobody is -1, any other is unsigned.
	if (field->type == 'u' && narrow != -1)
		return (uint32_t)narrow;
	return narrow;
}

void option_field_set(const struct option_field *field, unsigned char *data,
		      int64_t num)
{
	int32_t narrow = (int32_t)num;
	if (field->type == 'l')
		memcpy(data + field->offset, &num, sizeof(num));
	else
		memcpy(data + field->offset, &narrow, sizeof(narrow));
}

const char *option_field_host(const struct option_field *field,
			      const unsigned char *data,
			      char text[INET6_ADDRSTRLEN])
{
	return inet_ntop(field->type == '6' ? AF_INET6 : AF_INET,
			 data + field->offset, text, INET6_ADDRSTRLEN);
}

const struct option *option_of(const struct call *call)
{
	size_t count = syscall_parameters(call->syscall);
	for (size_t i = 1; i < count; i++)
		if (call->syscall->parameters[i].kind->names_option)
			return option_find(call->args[i - 1].num,
					   call->args[i].num);
	return NULL;
}

static void print(const struct option_shape *shape, const unsigned char *data,
		  bool is_named, struct buf *out)
{
	char host[INET6_ADDRSTRLEN];
	for (size_t i = 0; i < option_fields(shape); i++) {
		const struct option_field *field = &shape->fields[i];
		buf_puts(out, i ? ", " : "{");
		if (is_named)
			buf_printf(out, "%s=", field->name);
		if (strchr("46", field->type))
			buf_puts(out, option_field_host(field, data, host));
		else
			buf_printf(out, "%" PRId64,
				   option_field_get(field, data));
	}
	buf_putc(out, '}');
}

void option_print(const struct option_shape *shape, const unsigned char *data,
		  struct buf *out)
{
	print(shape, data, false, out);
}

void option_print_named(const struct option_shape *shape,
			const unsigned char *data, struct buf *out)
{
	print(shape, data, true, out);
}
