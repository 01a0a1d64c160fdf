/* doctor_space: tries the namespaces that a lab is made of.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each function runs in a child of its own and makes what it needs anew, so
 * that nothing is left behind and no check leans on another.
 */
#include "base/clock.h"
#include "base/mem.h"
#include "base/sentence.h"
#include "lab/channel/group.h"
#include "lab/channel/identity.h"
#include "lab/doctor/doctor_check.h"
#include "lab/inside/host.h"
#include "lab/inside/mounts.h"
#include "lab/inside/power.h"
#include "lab/kernel/patience.h"
#include "lab/wire/wire.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <poll.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/personality.h>
#include <sys/wait.h>

static bool write_file(struct attempt *attempt, const char *path,
		       const char *text)
{
	AUTO_CLOSE int fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text))
		return true;
	char what[64];
	snprintf(what, sizeof(what), "write %s", path);
	return attempt_failed(attempt, what);
}

/* The user keeps his number inside, as in the lab. */
static bool try_user(struct attempt *attempt)
{
	unsigned uid = geteuid(), gid = getegid();
	char uids[32], gids[32];
	snprintf(uids, sizeof(uids), "%u %u 1", uid, uid);
	snprintf(gids, sizeof(gids), "%u %u 1", gid, gid);
	attempt->blame = REMEDY_USER;
	if (unshare(CLONE_NEWUSER) < 0)
		return attempt_failed(attempt, "unshare(CLONE_NEWUSER)");
	if (!write_file(attempt, "/proc/self/setgroups", "deny") ||
	    !write_file(attempt, "/proc/self/uid_map", uids) ||
	    !write_file(attempt, "/proc/self/gid_map", gids))
		return false;
	attempt->blame = 0;
	FAILURE(&attempt->said, "doctor-user", SLOT_NUMBER("uid", uid));
	return true;
}

static bool try_network(struct attempt *attempt)
{
	if (!try_user(attempt))
		return false;
	if (unshare(CLONE_NEWNET) < 0)
		return attempt_failed(attempt, "unshare(CLONE_NEWNET)");
	FAILURE(&attempt->said, "doctor-network");
	return true;
}

/* For a packet; on a busy machine the kernel takes its time to hand it over. */
enum { WAIT_MS = 60000 };

static void count_packet(void *data, const struct event_packet *packet)
{
	int *delivered = data;
	*delivered += packet->fate == PACKET_DELIVERED;
}

/* Sends one datagram to 127.0.0.1 and wants it back through the wire. */
static bool carry_datagram(struct wire *wire, const int *delivered,
			   struct attempt *attempt)
{
	struct sockaddr_in to = {
		.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	socklen_t len = sizeof(to);
	char room[8];
	AUTO_CLOSE int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (bind(fd, (const struct sockaddr *)&to, sizeof(to)) < 0 ||
	    getsockname(fd, (struct sockaddr *)&to, &len) < 0 ||
	    sendto(fd, "ping", 4, 0, (const struct sockaddr *)&to, len) < 0)
		return attempt_failed(attempt, "send a datagram on the wire");
	// From here on nothing forbids anything any more.
	attempt->blame = REMEDY_TIME;
	uint64_t end = clock_now() + WAIT_MS * CLOCK_MS;
	// Other packets may go before it; what counts is what comes out.
	struct pollfd came = {.fd = fd, .events = POLLIN};
	while (!(came.revents & POLLIN) && clock_now() < end) {
		wire_pump(wire);
		poll(&came, 1, 1);
	}
	if (!*delivered)
		return FAILURE(&attempt->said, "doctor-no-datagram");
	if (recv(fd, room, sizeof(room), MSG_DONTWAIT) != 4)
		return attempt_failed(attempt, "receive what came by tap0");
	FAILURE(&attempt->said, "doctor-carried");
	return true;
}

static bool try_wire_of(const struct host *host, struct attempt *attempt)
{
	struct host_ends ends = {.packet = -1, .diag = -1, .route = -1};
	struct err *err = &attempt->said;
	int delivered = 0;
	bool works = false;
	errno = 0;
	if (!host_build(host, 0, &ends, err)) {
		attempt->error = errno;
		host_ends_close(&ends);
		return false;
	}
	struct wire_port port = {
		.host = host->name, .fd = ends.packet, .ifindex = ends.ifindex};
	memcpy(port.mac, ends.mac, sizeof(port.mac));
	ends.packet = -1; // the wire's from here on
	struct loop *loop = loop_new(err);
	struct wire *wire =
		loop ? wire_open(&port, 1, loop, count_packet, &delivered, err)
		     : NULL;
	if (wire)
		works = carry_datagram(wire, &delivered, attempt);
	else
		attempt->error = errno;
	wire_close(wire);
	loop_free(loop);
	host_ends_close(&ends);
	return works;
}

static bool try_wire(struct attempt *attempt)
{
	static const struct host host = {.name = "host"};
	return try_network(attempt) && try_wire_of(&host, attempt);
}

static bool try_patience(struct attempt *attempt)
{
	if (!try_network(attempt))
		return false;
	struct buf said = {0};
	patience_set();
	size_t patient = patience_tell(&said);
	FAILURE(&attempt->said, "doctor-settings",
		SLOT_TEXT("settings", buf_text(&said)));
	buf_done(&said);
	return patient || FAILURE(&attempt->said, "doctor-no-setting");
}

/* Builds the lab's view of the file system and tries to write to the machine's.
 * A /proc of its own needs a process namespace, in which a child is the first
 * process. */
static bool build_mounts(struct attempt *attempt)
{
	static const struct host host = {.name = "host"};
	static const struct mounts_plan usual;
	struct buf missing = {0};
	bool built = mounts_build(&host, 1, &usual, &missing, &attempt->said);
	attempt->error = errno;
	if (built && missing.len)
		err_set(&attempt->said, "%.*s",
			(int)strcspn(missing.data, "\n"), missing.data);
	else if (built)
		FAILURE(&attempt->said, "doctor-read-only");
	buf_done(&missing);
	if (!built || access("/", W_OK) < 0)
		return built;
	return FAILURE(&attempt->said, "doctor-root-written");
}

static bool try_mounts(struct attempt *attempt)
{
	if (!try_user(attempt))
		return false;
	if (unshare(CLONE_NEWNS | CLONE_NEWPID) < 0)
		return attempt_failed(attempt,
				      "unshare(CLONE_NEWNS | CLONE_NEWPID)");
	*attempt = attempt_in_child(build_mounts);
	return attempt->works;
}

static bool try_other_user(struct attempt *attempt)
{
	uid_t user;
	if (!identity_enter(&user))
		return attempt_failed(attempt, "make a user namespace");
	if (user)
		FAILURE(&attempt->said, "doctor-root-inside",
			SLOT_NUMBER("user", user));
	else if (geteuid())
		FAILURE(&attempt->said, "doctor-user-inside",
			SLOT_NUMBER("user", geteuid()));
	else
		return FAILURE(&attempt->said, "doctor-root",
			       SLOT_NUMBER("user", CONFINE_USER));
	return true;
}

static bool try_refusals(struct attempt *attempt)
{
	struct power power = {.who = INHABITANT_AGENT};
	if (!power_can_refuse() || !power_give_up(&power))
		return attempt_failed(attempt, "put a seccomp filter on");
	// Anybody may ask so for his own.
	if (personality(0xffffffff) >= 0 || errno != EPERM)
		return FAILURE(&attempt->said, "doctor-refused-made");
	FAILURE(&attempt->said, "doctor-refused");
	return true;
}

/* Whether a child can be put there. */
static bool joins(const struct group *group)
{
	int status;
	pid_t pid = fork();
	bool joined = true;
	for (size_t i = 0; pid == 0 && i < GROUP_TREES; i++)
		if (group->join[i] >= 0)
			joined = write(group->join[i], "0", 1) == 1 && joined;
	if (pid == 0)
		_exit(!joined);
	while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
		continue;
	return pid > 0 && status == 0;
}

static bool try_group(struct attempt *attempt)
{
	struct buf limits = {0};
	struct group *group = group_make(INHABITANT_AGENT);
	bool works = group && joins(group);
	if (works)
		group_tell(group, &limits);
	group_drop(group);
	if (works)
		FAILURE(&attempt->said, "doctor-group",
			SLOT_TEXT("limits", buf_text(&limits)));
	else
		FAILURE(&attempt->said, "doctor-no-group");
	buf_done(&limits);
	return works;
}

/* clang-format off */
static const struct doctor_kernel spaces[] = {
	{"user namespace", SENTENCE_ID("doctor-for-user-namespace"), DOCTOR_MISSING, REMEDY_USER, true, try_user},
	{"network namespace", SENTENCE_ID("doctor-for-network-namespace"), DOCTOR_MISSING, REMEDY_NETWORK, true, try_network},
	{"wire", SENTENCE_ID("doctor-for-wire"), DOCTOR_MISSING, REMEDY_NETWORK, true, try_wire},
	{"patience", SENTENCE_ID("doctor-for-patience"), DOCTOR_OPTIONAL, REMEDY_NETWORK, true, try_patience},
	{"read-only files", SENTENCE_ID("doctor-for-read-only-files"), DOCTOR_MISSING, REMEDY_MOUNT, true, try_mounts},
	{"powerless user", SENTENCE_ID("doctor-for-powerless-user"), DOCTOR_OPTIONAL, REMEDY_USER, true, try_other_user},
	{"control group", SENTENCE_ID("doctor-for-control-group"), DOCTOR_OPTIONAL, REMEDY_GROUP, true, try_group},
	{"refused calls", SENTENCE_ID("doctor-for-refused-calls"), DOCTOR_OPTIONAL, REMEDY_FILTER, true, try_refusals},
};
/* clang-format on */

const struct doctor_kernel *doctor_spaces(size_t *count)
{
	*count = COUNT(spaces);
	return spaces;
}
