/* trace_touch: the state that a call left behind, while a program runs on.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * When a program stops after each call, the settling of the step takes a whole
 * snapshot. One that runs on does not wait for that, and a snapshot takes as
 * long as hundreds of calls. What a call that moves bytes changes is its own
 * socket, so that one is asked for again, by one question to sock_diag(7).
 *
 * What close() will meet is asked for before it: bytes that nobody has read
 * make an RST of the FIN, and behind it nobody can say how many they were. So
 * is what any call will meet, while a snapshot is due that was put off.
 *
 * That, too, takes a fifth of what the stops of the call take. A program that
 * moves bytes without a pause is asked about as often as a fiftieth of its time
 * allows, which is a thousand times a second; how full a queue was between two
 * calls may pass unseen then, and the next look takes a snapshot.
 */
#include "base/clock.h"
#include "call/part/amount.h"
#include "call/table/syscalls.h"
#include "lab/kernel/descriptor.h"
#include "lab/probe/diag.h"
#include "lab/trace/trace_parts.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

bool trace_budget_allows(struct trace_budget *budget, uint64_t credit,
			 uint64_t share)
{
	uint64_t now = clock_now();
	if (!budget->begun)
		budget->begun = now;
	return budget->spent <= credit + (now - budget->begun) / share;
}

static void emit_changed(struct lab *lab, const struct socket_state *row)
{
	struct event event = {
		.as.socket = {.change = CHANGE_CHANGED, .state = *row}};
	lab_emit(lab, EVENT_SOCKET, &event);
}

/* What sock_diag(7) does not say is as it was. */
static void complete(struct socket_state *row, const struct socket_state *known)
{
	row->owners = known->owners;
	row->owner_count = known->owner_count;
	row->options = known->options;
	row->option_count = known->option_count;
	row->nonblock = known->nonblock;
	row->next_size = known->next_size;
}

static void ask_again(const struct tracee *tracee, struct socket_state *known)
{
	struct lab *lab = tracee->lab;
	struct snapshot now = {0};
	if (diag_again(lab->ends[tracee->host].diag, known, &now)) {
		complete(&now.rows[0], known);
		if (!socket_same(&now.rows[0], known)) {
			emit_changed(lab, &now.rows[0]);
			*known =
				socket_copy(&now.rows[0], &lab->snapshot.arena);
		}
	}
	snapshot_done(&now);
}

/* The row of a descriptor; rows name the first thread of a process. */
static struct socket_state *row_of(const struct tracee *tracee, int fd)
{
	const struct tracee *first = tracee_leader(tracee);
	if (!first || !first->name)
		return NULL;
	return snapshot_find_fd(&tracee->lab->snapshot, first->name, fd);
}

static void ask_again_in_time(const struct tracee *tracee,
			      struct socket_state *known)
{
	enum { SHARE = 50 };
	static const uint64_t credit = 5 * CLOCK_MS;
	struct tracer *tracer = tracee->lab->tracer;
	if (!trace_budget_allows(&tracer->touching, credit, SHARE)) {
		tracer->stale = true;
		return;
	}
	uint64_t begin = clock_spent();
	ask_again(tracee, known);
	tracer->touching.spent += clock_spent() - begin;
}

void trace_touch_before(const struct tracee *tracee)
{
	const struct call *call = &tracee->call;
	int arg = call_fd_arg(call);
	bool matters = call->syscall->flags & SYSCALL_ENDS_FD ||
		       tracee->lab->tracer->stale;
	if (tracee->until.kind == UNTIL_NEXT || tracee->noise || arg < 0 ||
	    !matters)
		return;
	struct socket_state *row = row_of(tracee, (int)call->args[arg].num);
	if (row && row->protocol == IPPROTO_TCP)
		ask_again_in_time(tracee, row);
}

/* Whether the call set or cleared O_NONBLOCK, and which. */
static bool sets_mode(const struct call *call, bool *nonblock)
{
	if (call->result.value < 0 || call->argc < 3)
		return false;
	if (call_is(call, "fcntl") && call->args[1].num == F_SETFL) {
		*nonblock = call->args[2].num & O_NONBLOCK;
		return true;
	}
	*nonblock = call->args[2].num != 0;
	return call_is(call, "ioctl") && (int)call->args[1].num == FIONBIO;
}

void trace_touch_mode(const struct tracee *tracee)
{
	const struct call *call = &tracee->call;
	int arg = call_fd_arg(call);
	bool nonblock;
	if (tracee->until.kind == UNTIL_NEXT || arg < 0 ||
	    !sets_mode(call, &nonblock))
		return;
	struct socket_state *row = row_of(tracee, (int)call->args[arg].num);
	if (!row || row->nonblock == nonblock)
		return;
	row->nonblock = nonblock;
	emit_changed(tracee->lab, row);
}

void trace_touch(const struct tracee *tracee)
{
	const struct call *call = &tracee->call;
	int arg = call_fd_arg(call);
	unsigned moves_bytes = SYSCALL_SENDS | SYSCALL_RECEIVES;
	if (tracee->until.kind == UNTIL_NEXT || arg < 0)
		return;
	struct socket_state *row = row_of(tracee, (int)call->args[arg].num);
	if (row && call->syscall->flags & moves_bytes)
		ask_again_in_time(tracee, row);
	trace_touch_mode(tracee);
}

bool trace_gives_port(const struct tracee *tracee)
{
	const struct call *call = &tracee->call;
	int arg = call_fd_arg(call);
	if (arg < 0 || !(call->syscall->flags & SYSCALL_SENDS) ||
	    call->result.value < 0)
		return false;
	const struct socket_state *row =
		row_of(tracee, (int)call->args[arg].num);
	return row && row->protocol == IPPROTO_UDP &&
	       address_port(&row->local) <= 0;
}

bool trace_may_be_cut(const struct tracee *tracee)
{
	const struct call *call = &tracee->call;
	int arg = call_fd_arg(call);
	if (arg < 0 || call->result.value != call_asked_bytes(call))
		return false;
	const struct socket_state *row =
		row_of(tracee, (int)call->args[arg].num);
	return row && row->type == SOCK_DGRAM;
}

static int64_t place_in_file(const struct tracee *tracee, int fd)
{
	char path[64], line[128];
	long long place = -1;
	snprintf(path, sizeof(path), "/proc/%d/fdinfo/%d", (int)tracee->tid,
		 fd);
	FILE *file = fopen(path, "re");
	while (file && place < 0 && fgets(line, sizeof(line), file))
		if (sscanf(line, "pos: %lld", &place) != 1)
			place = -1;
	if (file)
		fclose(file);
	return place;
}

int64_t trace_file_left(const struct tracee *tracee)
{
	const struct call *call = &tracee->call;
	const struct result *result = &call->result;
	int64_t asked = call_asked_bytes(call);
	struct stat status;
	if (!call_is(call, "sendfile") || result->value < 0 ||
	    result->value >= asked)
		return 0;
	int fd = (int)call->args[1].num;
	if (!descriptor_stat(tracee->tid, fd, &status) ||
	    !S_ISREG(status.st_mode))
		return 0;
	int64_t place =
		result->out.kind ? result->out.num : place_in_file(tracee, fd);
	int64_t left = place < 0 ? 0 : status.st_size - place;
	int64_t most = asked - result->value;
	if (left > most)
		left = most;
	return left < 0 ? 0 : left > UINT32_MAX ? UINT32_MAX : left;
}
