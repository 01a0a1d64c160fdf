/* inspect_info: what is read of a socket besides its options.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The kernel copies as much of struct tcp_info as it has or as there is room
 * for, and says how much. It grows at its end: a kernel newer than the header
 * has fields that the header has not, at places that stay.
 */
#include "lab/probe/inspect_info.h"

#include "journal/socket/tcpinfo.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>

/* Behind snd_wnd, the last field of Linux 5.10's header. */
static const struct {
	const char *name;
	size_t offset, size;
} later[] = {
	{"rcv_wnd", 232, 4},
	{"rehash", 236, 4},    // Linux 6.2
	{"total_rto", 240, 2}, // Linux 6.7
	{"total_rto_recoveries", 242, 2},
	{"total_rto_time", 244, 4},
	{"received_ce", 248, 4}, // Linux 6.18
	{"delivered_e1_bytes", 252, 4},
	{"delivered_e0_bytes", 256, 4},
	{"delivered_ce_bytes", 260, 4},
	{"received_e1_bytes", 264, 4},
	{"received_e0_bytes", 268, 4},
	{"received_ce_bytes", 272, 4},
	{"accecn_fail_mode", 276, 2},
	{"accecn_opt_seen", 278, 2},
};

enum { INFO_MOST = 1024 };

static void add_bits(struct inspection *inspection, const struct tcp_info *info)
{
	inspect_add_number(inspection, "TCP_INFO", "snd_wscale",
			   info->tcpi_snd_wscale);
	inspect_add_number(inspection, "TCP_INFO", "rcv_wscale",
			   info->tcpi_rcv_wscale);
	inspect_add_number(inspection, "TCP_INFO", "delivery_rate_app_limited",
			   info->tcpi_delivery_rate_app_limited);
	inspect_add_number(inspection, "TCP_INFO", "fastopen_client_fail",
			   info->tcpi_fastopen_client_fail);
}

static void add_later(struct inspection *inspection, const unsigned char *data,
		      size_t len)
{
	for (size_t i = 0; i < COUNT(later); i++) {
		uint32_t word = 0;
		uint16_t half = 0;
		if (later[i].offset + later[i].size > len)
			return;
		if (later[i].size == sizeof(half)) {
			memcpy(&half, data + later[i].offset, sizeof(half));
			word = half;
		} else {
			memcpy(&word, data + later[i].offset, sizeof(word));
		}
		inspect_add_number(inspection, "TCP_INFO", later[i].name, word);
	}
}

void inspect_read_tcp(struct inspection *inspection)
{
	unsigned char data[INFO_MOST] = {0};
	struct tcp_info info;
	size_t count;
	const struct tcp_field *fields = tcp_fields(&count);
	socklen_t len = sizeof(data);
	if (getsockopt(inspection->fd, IPPROTO_TCP, TCP_INFO, data, &len) < 0)
		return;
	memcpy(&info, data, sizeof(info));
	for (size_t i = 0; i < count; i++) {
		if (!strcmp(fields[i].name, "rto"))
			add_bits(inspection, &info);
		if (fields[i].offset + fields[i].size <= len)
			inspect_add_number(
				inspection, "TCP_INFO", fields[i].name,
				(int64_t)tcp_field_get(&fields[i], &info));
	}
	add_later(inspection, data, len);
}

static void read_memory(struct inspection *inspection)
{
	// In the order of SK_MEMINFO_RMEM_ALLOC … SK_MEMINFO_DROPS.
	static const char *const names[] = {
		"rmem_alloc",  "rcvbuf", "wmem_alloc", "sndbuf", "fwd_alloc",
		"wmem_queued", "optmem", "backlog",    "drops",
	};
	uint32_t words[COUNT(names)] = {0};
	socklen_t len = sizeof(words);
	if (getsockopt(inspection->fd, SOL_SOCKET, SO_MEMINFO, words, &len) < 0)
		return;
	for (size_t i = 0; i < len / sizeof(*words); i++)
		inspect_add_number(inspection, "SO_MEMINFO", names[i],
				   words[i]);
}

void inspect_read_queues(struct inspection *inspection)
{
	static const struct {
		const char *name;
		unsigned long request;
	} queues[] = {
		{"FIONREAD", FIONREAD},
		{"SIOCOUTQ", SIOCOUTQ},
		{"SIOCOUTQNSD", SIOCOUTQNSD},
		{"SIOCATMARK", SIOCATMARK},
	};
	struct pollfd poll_fd = {
		.fd = inspection->fd,
		.events = POLLIN | POLLPRI | POLLOUT | POLLRDHUP,
	};
	inspect_add_number(inspection, "fcntl", "F_GETFL",
			   fcntl(inspection->fd, F_GETFL));
	inspect_add_number(inspection, "fcntl", "F_GETOWN",
			   fcntl(inspection->fd, F_GETOWN));
	if (poll(&poll_fd, 1, 0) >= 0)
		inspect_add_number(inspection, "poll", "revents",
				   poll_fd.revents);
	for (size_t i = 0; i < COUNT(queues); i++) {
		int number = 0;
		if (ioctl(inspection->fd, queues[i].request, &number) < 0)
			inspect_add_failed(inspection, "ioctl", queues[i].name);
		else
			inspect_add_number(inspection, "ioctl", queues[i].name,
					   number);
	}
	read_memory(inspection);
}
