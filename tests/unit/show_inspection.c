/* show_inspection: all that was read of one socket, as a screen and as lines.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/mem.h"
#include "golden.h"
#include "show/socket/inspect_value.h"
#include "show/socket/inspection.h"
#include "show_run.h"

#include <criterion/criterion.h>
#include <string.h>

#define BYTES(text)                                                            \
	.answer = INSPECT_BYTES,                                               \
	.bytes = {(const unsigned char *)(text), sizeof(text) - 1, 0, 0}
#define SO .group = "SOL_SOCKET", .name
#define IP .group = "IPPROTO_IP", .name
#define TCP .group = "IPPROTO_TCP", .name
#define INFO .group = "TCP_INFO", .name
#define MEMORY .group = "SO_MEMINFO", .name
#define FAILS(e) .answer = INSPECT_FAILED, .error = (e)

/* Each kind of value, with the text that it becomes. */
static const struct {
	struct inspect_row row;
	const char *text;
} values[] = {
	/* clang-format off */
	{{.group = "fcntl", .name = "F_GETFL", .number = 0104002}, "O_RDWR|O_NONBLOCK|O_LARGEFILE"},
	{{.group = "poll", .name = "revents", .number = 5}, "POLLIN|POLLOUT"},
	{{.group = "poll", .name = "revents", .number = 0}, "0"},
	{{.group = "poll", .name = "revents", .number = 0x4001}, "POLLIN|0x4000"},
	{{.group = "ioctl", .name = "FIONREAD", .number = 5}, "5 bytes"},
	{{.group = "ioctl", .name = "SIOCOUTQ", .number = 1}, "1 byte"},
	{{MEMORY = "rmem_alloc", .number = 768}, "768 bytes"},
	{{SO = "SO_DOMAIN", .number = 2}, "AF_INET"},
	{{SO = "SO_TYPE", .number = 1}, "SOCK_STREAM"},
	{{SO = "SO_PROTOCOL", .number = 6}, "IPPROTO_TCP"},
	{{SO = "SO_PROTOCOL", .number = 0}, "0"},
	{{SO = "SO_KEEPALIVE", .number = 1}, "1 (on)"},
	{{SO = "SO_REUSEADDR", .number = 0}, "0 (off)"},
	{{SO = "SO_BUF_LOCK", .number = 3}, "send|receive"},
	{{SO = "SO_MAX_PACING_RATE", .number = -1}, "unlimited"},
	{{SO = "SO_PEEK_OFF", .number = -1}, "-1 bytes"},
	{{SO = "SO_ERROR", .answer = INSPECT_UNREAD}, "not read"},
	{{SO = "SO_LINGER", BYTES("\1\0\0\0\5\0\0\0")}, "{l_onoff=1, l_linger=5}"},
	{{SO = "SO_COOKIE", BYTES("\7\1\0\0\0\0\0\0")}, "263"},
	{{SO = "SO_BINDTODEVICE", BYTES("lo\0")}, "lo"},
	{{SO = "SO_BINDTODEVICE", .answer = INSPECT_BYTES}, "none"},
	{{SO = "SO_PEERNAME", BYTES("\2\0\x30\x39\x7f\0\0\1\0\0\0\0\0\0\0\0")}, "127.0.0.1:12345"},
	{{SO = "SO_TXTIME", BYTES("\1\2\3\4\5\6\7\x8")}, "01 02 03 04 05 06 07 08"},
	{{IP = "IP_MTU", FAILS(107)}, "ENOTCONN"},
	{{IP = "IP_MTU_DISCOVER", .number = 1}, "PMTUDISC_WANT"},
	{{IP = "IP_MULTICAST_IF", BYTES("\0\0\0\0")}, "{s_addr=0.0.0.0}"},
	{{TCP = "TCP_CONGESTION", BYTES("cubic\0\0\0\0\0\0\0\0\0\0\0")}, "cubic"},
	{{TCP = "TCP_KEEPIDLE", .number = 7200}, "7200 seconds"},
	{{INFO = "state", .number = 10}, "LISTEN"},
	{{INFO = "ca_state", .number = 4}, "Loss"},
	{{INFO = "ca_state", .number = 9}, "9"},
	{{INFO = "options", .number = 7}, "timestamps|sack|wscale"},
	{{INFO = "rto", .number = 204000}, "204000 us"},
	{{INFO = "max_pacing_rate", .number = -1}, "unlimited"},
	{{INFO = "min_rtt", .number = UINT32_MAX}, "not measured"},
	{{INFO = "unacked", .number = 1}, "1 segment"},
	{{INFO = "unheard_of", .number = 12}, "12"},
	/* clang-format on */
};

Test(inspection, values)
{
	for (size_t i = 0; i < COUNT(values); i++) {
		struct buf text = {0};
		inspect_value_print(&values[i].row, &text);
		cr_expect_str_eq(buf_text(&text), values[i].text, "%s: %s",
				 values[i].row.name, buf_text(&text));
		buf_done(&text);
	}
}

/* The listener of the story, as some of its values would be. */
static void look(struct run *run)
{
	static const struct inspect_row rows[] = {
		/* clang-format off */
		{.group = "fcntl", .name = "F_GETFL", .number = 2},
		{.group = "poll", .name = "revents"},
		{.group = "ioctl", .name = "FIONREAD", FAILS(22)},
		{MEMORY = "rmem_alloc"},
		{MEMORY = "rcvbuf", .number = 131072},
		{SO = "SO_REUSEADDR", .number = 1, .differs = true},
		{SO = "SO_TYPE", .number = 1},
		{SO = "SO_ERROR", .answer = INSPECT_UNREAD},
		{SO = "SO_SNDBUF", .number = 16384},
		{SO = "SO_RCVBUF", .number = 131072},
		{SO = "SO_LINGER", BYTES("\0\0\0\0\0\0\0\0")},
		{SO = "SO_ACCEPTCONN", .number = 1, .differs = true},
		{IP = "IP_TTL", .number = 64},
		{IP = "IP_MTU", FAILS(107)},
		{TCP = "TCP_NODELAY"},
		{TCP = "TCP_CONGESTION", BYTES("cubic\0")},
		{INFO = "state", .number = 10, .differs = true},
		{INFO = "rto", .number = 1000000},
		{INFO = "unacked", .number = 1, .differs = true},
		{INFO = "sacked", .number = 5, .differs = true},
		{INFO = "snd_cwnd", .number = 10},
		/* clang-format on */
	};
	struct event event = {.kind = EVENT_INSPECT};
	event.as.inspect = (struct event_inspect){
		.actor = "server",
		.host = "host",
		.fd = 3,
		.cookie = 1,
		.rows = rows,
		.count = COUNT(rows),
	};
	run_event(run, &event);
}

Test(inspection, screens)
{
	struct run run;
	run_connected(&run);
	struct scene scene = run_scene(&run, run.played);
	scene.overlay = OVERLAY_SOCKET;
	run_screen(&scene, 80, 24, "socket-none");
	look(&run);
	scene = run_scene(&run, run.played);
	scene.overlay = OVERLAY_SOCKET;
	run_screen(&scene, 80, 24, "socket");
	run_screen(&scene, 140, 45, "socket");
	run_screen(&scene, 40, 12, "socket");
	scene.scroll = 30;
	run_screen(&scene, 80, 24, "socket-scrolled");
	run_close(&run);
}

Test(inspection, plain)
{
	struct run run;
	struct buf text = {0};
	run_connected(&run);
	look(&run);
	struct scene scene = run_scene(&run, run.played);
	scene.overlay = OVERLAY_SOCKET;
	scene_print_overlay(&scene, &text);
	golden_check("tests/golden/screen/socket.plain", buf_text(&text));
	buf_done(&text);
	run_close(&run);
}

/* An entry of the listener, and one of a socket that has another number. */
Test(inspection, epoll)
{
	static const struct watched items[] = {
		{.fd = 3, .events = 0x19, .data = 3, .inode = 1003},
		{.fd = 9, .events = 1u << 30, .data = 77, .inode = 1004},
		{.fd = 12, .events = 0x80000019, .inode = 1},
	};
	struct run run;
	struct event event = {.kind = EVENT_WATCH};
	run_connected(&run);
	event.as.watch.list = (struct watch_list){"server", 5, items, 3};
	run_event(&run, &event);
	event = (struct event){.kind = EVENT_INSPECT};
	event.as.inspect = (struct event_inspect){.actor = "server", .fd = 5};
	run_event(&run, &event);
	struct scene scene = run_scene(&run, run.played);
	scene.overlay = OVERLAY_SOCKET;
	run_screen(&scene, 80, 24, "socket-epoll");
	run_close(&run);
}
