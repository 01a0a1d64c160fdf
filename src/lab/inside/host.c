/* host: a network namespace with addresses, built by rtnetlink.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How loopback traffic comes to pass through us:
 *
 *     actor ──► route: table 100 ──► wire0 ═══ tap0 ──► AF_PACKET ──► the lab
 *     actor ◄── local table ◄─────── wire0 ═══ tap0 ◄── sendto(2) ◄── the lab
 *
 * The kernel looks for a route in the rules' order. Ours send what the host
 * itself sends (iif lo) to table 100, in which every address of the host lies
 * behind wire0; only what comes in on wire0 reaches the local table, which has
 * rule 0 otherwise. So rule 0 is deleted and comes back behind ours.
 *
 * wire0 needs to be told that such packets are fine: addresses of 127.0.0.0/8
 * on a real device (route_localnet), a sender that is the host itself
 * (accept_local), and a way back that differs (rp_filter), see
 * Documentation/networking/ip-sysctl.rst of the kernel. It has no offloads, or
 * we would see segments of 64 KiB without checksums, and no ARP or neighbour
 * discovery, for nobody would answer. ::1 alone cannot leave lo: the kernel
 * drops it on any other device.
 */
#include "lab/inside/host.h"

#include "base/clock.h"
#include "base/mem.h"
#include "base/sentence.h"
#include "lab/inside/netlink.h"
#include "lab/kernel/patience.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/ethtool.h>
#include <linux/fib_rules.h>
#include <linux/rtnetlink.h>
#include <linux/sockios.h>
#include <linux/veth.h>
#include <net/if.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>

// Numbers that a fresh namespace has free; the kernel takes them as given.
enum { LO = 1, WIRE0 = 100, TAP0 = 101, TABLE = 100 };
/* IF_OPER_UP of linux/if.h, which does not go with net/if.h. */
enum { OPER_UP = 6 };

/* How addresses of a family look to rtnetlink. */
struct family {
	int family;
	unsigned char bits, bytes;
};

static const struct family ipv4 = {AF_INET, 32, 4};
static const struct family ipv6 = {AF_INET6, 128, 16};

static bool has_ipv6(void)
{
	return access("/proc/sys/net/ipv6/conf", F_OK) == 0;
}

static const struct family *family_of(const struct address *address)
{
	return address_family(address) == AF_INET6 ? &ipv6 : &ipv4;
}

static const void *bytes_of(const struct address *address)
{
	return address_family(address) == AF_INET6
		       ? (const void *)&address->as.in6.sin6_addr
		       : (const void *)&address->as.in.sin_addr;
}

static void set_link_up(struct netlink_batch *batch, const char *name,
			int ifindex, unsigned flags)
{
	struct ifinfomsg *link =
		netlink_begin(batch, name, RTM_NEWLINK, 0, sizeof(*link));
	link->ifi_family = AF_UNSPEC;
	link->ifi_index = ifindex;
	link->ifi_flags = IFF_UP | flags;
	link->ifi_change = IFF_UP | flags;
	netlink_end(batch);
}

static void add_veth(struct netlink_batch *batch, const unsigned char *mac)
{
	struct ifinfomsg *link =
		netlink_begin(batch, sentence_text("setup-veth"), RTM_NEWLINK,
			      NLM_F_CREATE | NLM_F_EXCL, sizeof(*link));
	struct nlmsghdr *request = batch->request;
	link->ifi_index = WIRE0;
	mnl_attr_put_strz(request, IFLA_IFNAME, "wire0");
	mnl_attr_put(request, IFLA_ADDRESS, 6, mac);
	struct nlattr *info = mnl_attr_nest_start(request, IFLA_LINKINFO);
	mnl_attr_put_str(request, IFLA_INFO_KIND, "veth");
	struct nlattr *data = mnl_attr_nest_start(request, IFLA_INFO_DATA);
	struct nlattr *peer = mnl_attr_nest_start(request, VETH_INFO_PEER);
	struct ifinfomsg *other =
		mnl_nlmsg_put_extra_header(request, sizeof(*other));
	other->ifi_index = TAP0;
	mnl_attr_put_strz(request, IFLA_IFNAME, "tap0");
	mnl_attr_nest_end(request, peer);
	mnl_attr_nest_end(request, data);
	mnl_attr_nest_end(request, info);
	netlink_end(batch);
}

static void add_address(struct netlink_batch *batch, const struct host *host,
			size_t i, int ifindex)
{
	const struct address *address = &host->addresses[i];
	const struct family *family = family_of(address);
	struct ifaddrmsg *message = netlink_begin(
		batch, sentence_text("setup-address"), RTM_NEWADDR,
		NLM_F_CREATE | NLM_F_EXCL, sizeof(*message));
	message->ifa_family = (unsigned char)family->family;
	message->ifa_prefixlen = host->prefixes[i];
	message->ifa_index = (unsigned)ifindex;
	message->ifa_flags = IFA_F_NODAD;
	mnl_attr_put(batch->request, IFA_LOCAL, family->bytes,
		     bytes_of(address));
	mnl_attr_put(batch->request, IFA_ADDRESS, family->bytes,
		     bytes_of(address));
	netlink_end(batch);
}

/* What the host sends to `to` leaves by wire0, from `from`. */
static void add_route(struct netlink_batch *batch, const struct address *to,
		      unsigned char prefix, const struct address *from)
{
	const struct family *family = family_of(to);
	struct rtmsg *route =
		netlink_begin(batch, sentence_text("setup-route"), RTM_NEWROUTE,
			      NLM_F_CREATE | NLM_F_EXCL, sizeof(*route));
	route->rtm_family = (unsigned char)family->family;
	route->rtm_dst_len = prefix;
	route->rtm_table = TABLE;
	route->rtm_protocol = RTPROT_STATIC;
	route->rtm_scope = family == &ipv4 ? RT_SCOPE_LINK : RT_SCOPE_UNIVERSE;
	route->rtm_type = RTN_UNICAST;
	mnl_attr_put(batch->request, RTA_DST, family->bytes, bytes_of(to));
	mnl_attr_put(batch->request, RTA_PREFSRC, family->bytes,
		     bytes_of(from));
	mnl_attr_put_u32(batch->request, RTA_OIF, WIRE0);
	netlink_end(batch);
}

/* A host with an address of its own has a network, and what is for many leaves
 * by the only interface there is, as by a machine's default route. */
static void add_routes_to_many(struct netlink_batch *batch,
			       const struct host *host)
{
	static const struct {
		in_addr_t to;
		unsigned char prefix;
	} many[] = {{INADDR_UNSPEC_GROUP, 4}, {INADDR_BROADCAST, 32}};
	size_t own = 0;
	while (own < host->address_count &&
	       address_family(&host->addresses[own]) != AF_INET)
		own++;
	for (size_t i = 0; own < host->address_count && i < COUNT(many); i++) {
		struct address to = {.len = sizeof(struct sockaddr_in)};
		to.as.in.sin_family = AF_INET;
		to.as.in.sin_addr.s_addr = htonl(many[i].to);
		add_route(batch, &to, many[i].prefix, &host->addresses[own]);
	}
}

static void put_rule(struct netlink_batch *batch, const struct family *family,
		     uint32_t preference, unsigned char table,
		     const char *incoming)
{
	struct fib_rule_hdr *rule =
		netlink_begin(batch, sentence_text("setup-rule"), RTM_NEWRULE,
			      NLM_F_CREATE | NLM_F_EXCL, sizeof(*rule));
	rule->family = (unsigned char)family->family;
	rule->table = table;
	rule->action = FR_ACT_TO_TBL;
	mnl_attr_put_u32(batch->request, FRA_PRIORITY, preference);
	if (incoming)
		mnl_attr_put_strz(batch->request, FRA_IIFNAME, incoming);
	netlink_end(batch);
}

static void put_rules(struct netlink_batch *batch, const struct family *family)
{
	put_rule(batch, family, 10, TABLE, "lo");
	put_rule(batch, family, 20, RT_TABLE_LOCAL, NULL);
	struct fib_rule_hdr *rule =
		netlink_begin(batch, sentence_text("setup-rule-0"), RTM_DELRULE,
			      0, sizeof(*rule));
	rule->family = (unsigned char)family->family;
	rule->table = RT_TABLE_LOCAL;
	rule->action = FR_ACT_TO_TBL;
	mnl_attr_put_u32(batch->request, FRA_PRIORITY, 0);
	netlink_end(batch);
}

static bool no_offloads(struct err *err)
{
	static const struct {
		uint32_t command;
		const char *name;
	} offloads[] = {
		{ETHTOOL_STXCSUM, SENTENCE_ID("setup-offload-checksums")},
		{ETHTOOL_STSO, SENTENCE_ID("setup-offload-tcp")},
		{ETHTOOL_SGSO, SENTENCE_ID("setup-offload-segmentation")},
		{ETHTOOL_SSG, SENTENCE_ID("setup-offload-gather")},
	};
	AUTO_CLOSE int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	for (size_t i = 0; i < COUNT(offloads); i++) {
		struct ethtool_value value = {.cmd = offloads[i].command};
		struct ifreq request = {.ifr_name = "wire0"};
		request.ifr_data = (char *)&value;
		if (ioctl(fd, SIOCETHTOOL, &request) < 0)
			return FAILURE(
				err, "turn-off-offload",
				SLOT_TEXT("name",
					  sentence_text(offloads[i].name)),
				SLOT_TEXT("reason", strerror(errno)));
	}
	return true;
}

/* Fails unless the value is there afterwards: a read-only /proc/sys that says
 * the right thing already will do. */
static bool sysctl_set(const char *path, const char *value, struct err *err)
{
	char now[16] = "";
	size_t len = strlen(value);
	AUTO_CLOSE int fd = open(path, O_RDWR | O_CLOEXEC);
	if (fd >= 0 && write(fd, value, len) == (ssize_t)len)
		return true;
	int error = errno;
	AUTO_CLOSE int readable = open(path, O_RDONLY | O_CLOEXEC);
	if (readable >= 0 && read(readable, now, sizeof(now) - 1) > 0 &&
	    !strncmp(now, value, len) && now[len] == '\n')
		return true;
	FAILURE(err, "write-value", SLOT_TEXT("value", value),
		SLOT_TEXT("path", path), SLOT_TEXT("reason", strerror(error)));
	errno = error;
	return false;
}

static bool set_sysctls(struct err *err)
{
	static const struct {
		const char *path, *value;
		bool v6;
	} sysctls[] = {
		{"/proc/sys/net/ipv4/conf/wire0/route_localnet", "1", false},
		{"/proc/sys/net/ipv4/conf/wire0/accept_local", "1", false},
		{"/proc/sys/net/ipv4/conf/wire0/rp_filter", "0", false},
		{"/proc/sys/net/ipv4/conf/all/rp_filter", "0", false},
		{"/proc/sys/net/ipv6/conf/wire0/accept_dad", "0", true},
		{"/proc/sys/net/ipv6/conf/wire0/router_solicitations", "0",
		 true},
		{"/proc/sys/net/ipv6/conf/wire0/addr_gen_mode", "1", true},
		{"/proc/sys/net/ipv6/conf/wire0/accept_ra", "0", true},
		{"/proc/sys/net/ipv6/conf/tap0/disable_ipv6", "1", true},
	};
	bool v6 = has_ipv6();
	for (size_t i = 0; i < COUNT(sysctls); i++) {
		if ((v6 || !sysctls[i].v6) &&
		    !sysctl_set(sysctls[i].path, sysctls[i].value, err))
			return false;
	}
	patience_set();
	return true;
}

/* The pair exists, tuned and still down, and lo is up. */
static bool build_links(struct mnl_socket *socket, const unsigned char *mac,
			struct err *err)
{
	struct netlink_batch batch = {0};
	set_link_up(&batch, sentence_text("setup-lo"), LO, 0);
	add_veth(&batch, mac);
	return netlink_send(&batch, socket, err) && no_offloads(err) &&
	       set_sysctls(err);
}

static bool build_routes(struct mnl_socket *socket, const struct host *host,
			 struct err *err)
{
	struct netlink_batch batch = {0};
	struct address loopback = {.len = sizeof(struct sockaddr_in)};
	loopback.as.in.sin_family = AF_INET;
	struct address first = loopback;
	loopback.as.in.sin_addr.s_addr = htonl(INADDR_LOOPBACK & 0xff000000);
	first.as.in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	set_link_up(&batch, sentence_text("setup-wire0"), WIRE0, IFF_NOARP);
	set_link_up(&batch, sentence_text("setup-tap0"), TAP0, IFF_NOARP);
	add_route(&batch, &loopback, 8, &first);
	for (size_t i = 0; i < host->address_count; i++) {
		const struct address *own = &host->addresses[i];
		add_address(&batch, host, i, WIRE0);
		add_route(&batch, own, family_of(own)->bits, own);
	}
	add_routes_to_many(&batch, host);
	put_rules(&batch, &ipv4);
	if (has_ipv6())
		put_rules(&batch, &ipv6);
	return netlink_send(&batch, socket, err);
}

static int read_operstate(const struct nlattr *attribute, void *data)
{
	int *state = data;
	if (mnl_attr_get_type(attribute) == IFLA_OPERSTATE)
		*state = mnl_attr_get_u8(attribute);
	return MNL_CB_OK;
}

/* OPER_UP and the like; -1 where the kernel does not say. */
static int operstate_of(struct mnl_socket *socket, int ifindex)
{
	_Alignas(16) char bytes[16384];
	int state = -1;
	struct nlmsghdr *request = mnl_nlmsg_put_header(bytes);
	request->nlmsg_type = RTM_GETLINK;
	request->nlmsg_flags = NLM_F_REQUEST;
	struct ifinfomsg *link =
		mnl_nlmsg_put_extra_header(request, sizeof(*link));
	link->ifi_index = ifindex;
	if (mnl_socket_sendto(socket, request, request->nlmsg_len) < 0)
		return -1;
	ssize_t len = mnl_socket_recvfrom(socket, bytes, sizeof(bytes));
	const struct nlmsghdr *answer = (const struct nlmsghdr *)bytes;
	if (len < (ssize_t)sizeof(*answer) || answer->nlmsg_type != RTM_NEWLINK)
		return -1;
	mnl_attr_parse(answer, sizeof(*link), read_operstate, &state);
	return state;
}

/* A device that goes up before its peer gets its queue from a worker of the
 * kernel (linkwatch), which a busy machine lets wait: until then it drops all
 * that it is to send, and nobody is told. */
static void await_link(struct mnl_socket *socket, int ifindex)
{
	enum { WAIT_MS = 60000 };
	uint64_t end = clock_now() + WAIT_MS * CLOCK_MS;
	int state;
	while ((state = operstate_of(socket, ifindex)) >= 0 &&
	       state != OPER_UP && clock_now() < end)
		poll(NULL, 0, 1);
}

bool host_build(const struct host *host, size_t number, struct host_ends *ends,
		struct err *err)
{
	// Locally administered, so that it cannot be a real card's.
	unsigned char mac[6] = {2, 0, 0, 0, 0, (unsigned char)(number + 1)};
	memcpy(ends->mac, mac, sizeof(mac));
	struct mnl_socket *socket =
		mnl_socket_open2(NETLINK_ROUTE, SOCK_CLOEXEC);
	if (!socket)
		return FAILURE(err, "open-rtnetlink",
			       SLOT_TEXT("reason", strerror(errno)));
	// A packet socket bound to a device that is down begins with an error.
	bool done = build_links(socket, mac, err) &&
		    build_routes(socket, host, err) &&
		    host_open_packet(ends, TAP0, err) &&
		    host_open_netlink(ends, err);
	int error = errno;
	if (done) {
		await_link(socket, WIRE0);
		await_link(socket, TAP0);
	}
	mnl_socket_close(socket);
	if (!done)
		host_ends_close(ends);
	errno = error;
	return done;
}

bool host_build_plain(const struct host *host, struct host_ends *ends,
		      struct err *err)
{
	struct mnl_socket *socket =
		mnl_socket_open2(NETLINK_ROUTE, SOCK_CLOEXEC);
	if (!socket)
		return FAILURE(err, "open-rtnetlink",
			       SLOT_TEXT("reason", strerror(errno)));
	struct netlink_batch batch = {0};
	set_link_up(&batch, sentence_text("setup-lo"), LO, 0);
	for (size_t i = 0; i < host->address_count; i++)
		add_address(&batch, host, i, LO);
	bool done = netlink_send(&batch, socket, err) &&
		    host_open_netlink(ends, err);
	int error = errno;
	mnl_socket_close(socket);
	if (!done)
		host_ends_close(ends);
	errno = error;
	return done;
}
