/* host_look: what a host has, read when a call failed for want of it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Addresses come from the kernel, by an RTM_GETADDR dump (rtnetlink(7)) through
 * a socket that was made in the host. Names are no business of the kernel's:
 * the C library finds them in /etc/hosts and asks the name servers of
 * /etc/resolv.conf, so both are read as the process sees them, through
 * /proc/PID/root.
 */
#include "lab/actor/host_look.h"

#include "call/table/syscalls.h"
#include "lab/ground/parts.h"
#include "lab/kernel/answer.h"

#include <arpa/inet.h>
#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <string.h>

enum {
	MOST_NAMES = 64,
	MOST_SERVERS = 3, /* of those that the library asks: MAXNS */
	ROOM = 32 * 1024, /* no message of a dump is larger */
};

/* What is being read; all in the arena. */
struct look {
	struct arena arena;
	struct event_host host;
	const char **addresses, **servers;
	struct host_name *names;
	size_t address_cap;
};

/* --- addresses --------------------------------------------------------------
 */

static int take_attribute(const struct nlattr *attribute, void *data)
{
	const struct nlattr **found = data;
	uint16_t type = mnl_attr_get_type(attribute);
	// Of a point-to-point link IFA_ADDRESS is the other end.
	if (type == IFA_LOCAL || (type == IFA_ADDRESS && !*found))
		*found = attribute;
	return MNL_CB_OK;
}

static int take_address(const struct nlmsghdr *message, void *data)
{
	struct look *look = data;
	const struct nlattr *found = NULL;
	const struct ifaddrmsg *head = mnl_nlmsg_get_payload(message);
	char text[INET6_ADDRSTRLEN];
	if (message->nlmsg_type != RTM_NEWADDR)
		return MNL_CB_OK;
	mnl_attr_parse(message, sizeof(*head), take_attribute, &found);
	if (!found || !inet_ntop(head->ifa_family, mnl_attr_get_payload(found),
				 text, sizeof(text)))
		return MNL_CB_OK;
	look->addresses =
		xgrow(look->addresses, &look->address_cap,
		      look->host.address_count + 1, sizeof(*look->addresses));
	look->addresses[look->host.address_count++] =
		arena_printf(&look->arena, "%s/%d", text, head->ifa_prefixlen);
	return MNL_CB_OK;
}

static void read_addresses(int route, struct look *look)
{
	static uint32_t seq;
	char request[64] __attribute__((aligned(MNL_ALIGNTO)));
	struct nlmsghdr *message = mnl_nlmsg_put_header(request);
	message->nlmsg_type = RTM_GETADDR;
	message->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
	message->nlmsg_seq = ++seq;
	mnl_nlmsg_put_extra_header(message, sizeof(struct ifaddrmsg));
	const struct sockaddr_nl kernel = {.nl_family = AF_NETLINK};
	if (sendto(route, message, message->nlmsg_len, 0,
		   (const struct sockaddr *)&kernel, sizeof(kernel)) < 0)
		return;
	AUTO_FREE char *room = xmalloc(ROOM);
	int more = MNL_CB_OK;
	while (more > MNL_CB_STOP) {
		ssize_t len = answer_receive(route, room, ROOM, 0);
		if (len < 0)
			return;
		more = mnl_cb_run(room, (size_t)len, seq, 0, take_address,
				  look);
	}
}

/* --- names ------------------------------------------------------------------
 */

static FILE *open_of(pid_t pid, const char *path)
{
	char whole[64];
	snprintf(whole, sizeof(whole), "/proc/%d/root%s", (int)pid, path);
	return fopen(whole, "re");
}

static const char *keep(struct look *look, struct str word)
{
	return arena_strndup(&look->arena, word.data, word.len);
}

static bool cut_word(struct str *line, struct str *word)
{
	return str_next_word(line, word) && word->data[0] != '#';
}

static void take_names(struct look *look, struct str line)
{
	struct str address, name;
	if (!cut_word(&line, &address))
		return;
	while (look->host.name_count < MOST_NAMES && cut_word(&line, &name))
		look->names[look->host.name_count++] = (struct host_name){
			.name = keep(look, name),
			.address = keep(look, address),
		};
}

static void take_server(struct look *look, struct str line)
{
	struct str word, address;
	if (look->host.server_count < MOST_SERVERS && cut_word(&line, &word) &&
	    str_is(word, "nameserver") && cut_word(&line, &address))
		look->servers[look->host.server_count++] = keep(look, address);
}

static void read_lines(struct look *look, pid_t pid, const char *path,
		       void (*take)(struct look *look, struct str line))
{
	FILE *file = open_of(pid, path);
	char *line = NULL;
	size_t size = 0;
	ssize_t len;
	while (file && (len = getline(&line, &size, file)) >= 0)
		take(look, (struct str){line, (size_t)len});
	free(line);
	if (file)
		fclose(file);
}

static void read_names(struct look *look, pid_t pid)
{
	look->names =
		arena_alloc(&look->arena, MOST_NAMES * sizeof(*look->names));
	look->servers = arena_alloc(&look->arena,
				    MOST_SERVERS * sizeof(*look->servers));
	read_lines(look, pid, "/etc/hosts", take_names);
	read_lines(look, pid, "/etc/resolv.conf", take_server);
}

/* --- when -------------------------------------------------------------------
 */

static bool is_wanted(const struct call *call)
{
	int error = call->result.error;
	enum raw_operation operation = call->syscall->operation;
	if (operation == RAW_GETADDRINFO || operation == RAW_GETNAMEINFO)
		return error != 0;
	return error == EADDRNOTAVAIL || error == ENETUNREACH ||
	       error == ENODEV;
}

void host_look_after(struct lab *lab, const struct call *call, pid_t pid)
{
	size_t count = lab->space.namespaces ? lab->host_count : 1;
	if (!is_wanted(call))
		return;
	for (size_t i = 0; i < count; i++) {
		struct look look = {.host = {.host = lab_host_name(lab, i)}};
		read_addresses(lab->ends[i].route, &look);
		read_names(&look, pid);
		look.host.addresses = look.addresses;
		look.host.names = look.names;
		look.host.servers = look.servers;
		struct event event = {.as.host = look.host};
		lab_emit(lab, EVENT_HOST, &event);
		free(look.addresses);
		arena_done(&look.arena);
	}
}
