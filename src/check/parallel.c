/* parallel: the checks of a set, each played by a process of its own.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Most of the time of a check is waiting, and making its lab; so checks wait
 * beside each other, those that wait longest first, and the first labs are made
 * while the compiler works. A player is a process, for a tracer and the lab's
 * first process belong to one.
 */
#include "check/parallel.h"

#include "base/clock.h"
#include "base/sentence.h"
#include "check/player.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/wait.h>

/* A player mostly waits, but not at first: one for each processor, and another
 * when the first have made their labs and started their programs. */
enum { PLAYERS_EACH = 2, AT_FIRST = 60 * CLOCK_MS };

struct player {
	struct parallel *parallel;
	size_t check;
	pid_t pid; /* 0: there is none */
	int fd;
	struct buf said;
};

struct parallel {
	struct report *report;
	const bool *wanted;
	const struct target *target;
	struct loop *loop;
	const struct play_options *options;
	struct player *players;
	size_t player_count;
	size_t seen_count; /* of the target, when the first were started */
	size_t *order;	   /* of checks, as they are started */
	size_t next;	   /* in `order`: the one to be started */
	size_t told;	   /* check that is told next */
	bool *is_over;	   /* by check */
	uint64_t second;   /* when the second half is started; 0: not built */
	struct loop_timer due;
	bool has_failed;
	parallel_over_fn *over;
	void *data;
	struct err *err;
};

static size_t count_checks(const struct parallel *parallel)
{
	return parallel->report->exercise->step_count;
}

static bool is_wanted(const struct parallel *parallel, size_t check)
{
	return !parallel->wanted || parallel->wanted[check];
}

static int let_go(struct player *player)
{
	int status = 0;
	loop_remove(player->parallel->loop, player->fd);
	close(player->fd);
	while (waitpid(player->pid, &status, 0) < 0 && errno == EINTR)
		;
	player->pid = 0;
	return status;
}

static void listen_to(void *data, uint32_t ready)
{
	struct player *player = data;
	char part[4096];
	(void)ready;
	ssize_t len = read(player->fd, part, sizeof(part));
	if (len < 0 && errno == EINTR)
		return;
	if (len > 0) {
		buf_add(&player->said, part, (size_t)len);
		return;
	}
	int status = let_go(player);
	struct parallel *parallel = player->parallel;
	const struct str said = {player->said.data, player->said.len};
	if (!player_note(parallel->report, player->check, said, status,
			 parallel->err))
		parallel->has_failed = true;
	buf_done(&player->said);
	parallel->is_over[player->check] = true;
}

static _Noreturn void become(struct parallel *parallel, size_t check, int fd)
{
	// Else they would not end with the parent's.
	for (size_t i = 0; i < parallel->player_count; i++) {
		if (parallel->players[i].pid)
			close(parallel->players[i].fd);
	}
	player_run(parallel->report, check, parallel->target, parallel->options,
		   fd);
}

static bool start(struct parallel *parallel, struct player *player,
		  size_t check, struct err *err)
{
	int ends[2];
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
		return FAILURE(err, "player-socket",
			       SLOT_TEXT("reason", strerror(errno)));
	pid_t pid = fork();
	if (pid == 0) {
		close(ends[0]);
		become(parallel, check, ends[1]);
	}
	close(ends[1]);
	if (pid < 0) {
		close(ends[0]);
		return FAILURE(err, "player-start",
			       SLOT_TEXT("reason", strerror(errno)));
	}
	*player = (struct player){.parallel = parallel,
				  .check = check,
				  .pid = pid,
				  .fd = ends[0]};
	if (parallel->second)
		player_tell_words(player->fd, parallel->target->words);
	return loop_add(parallel->loop, ends[0], EPOLLIN, listen_to, player,
			err);
}

static void on_second(void *data)
{
	(void)data; // start_some() looks at the clock itself
}

/* How long a check waits because its file says so. */
static uint64_t waits_of(const struct step *check)
{
	uint64_t sum = 0;
	for (size_t i = 0; i < check->beat_count; i++) {
		const struct beat *beat = &check->beats[i];
		if (beat->kind == BEAT_WIRE && beat->order.kind == ORDER_WAIT)
			sum += beat->order.time;
	}
	return sum;
}

/* Who waits long is begun early; of two that wait as long, the first. */
static void set_order(struct parallel *parallel)
{
	const struct step *checks = parallel->report->exercise->steps;
	size_t *order = parallel->order;
	for (size_t i = 0; i < count_checks(parallel); i++) {
		size_t at = i;
		while (at > 0 && waits_of(&checks[order[at - 1]]) <
					 waits_of(&checks[i])) {
			order[at] = order[at - 1];
			at--;
		}
		order[at] = i;
	}
}

/* The next check to be started; SIZE_MAX for none. */
static size_t next_wanted(struct parallel *parallel)
{
	while (parallel->next < count_checks(parallel) &&
	       !is_wanted(parallel, parallel->order[parallel->next]))
		parallel->next++;
	return parallel->next < count_checks(parallel)
		       ? parallel->order[parallel->next]
		       : SIZE_MAX;
}

static bool start_some(struct parallel *parallel, struct err *err)
{
	bool is_first = !parallel->second || clock_now() < parallel->second;
	size_t most = parallel->player_count / (is_first ? PLAYERS_EACH : 1);
	for (size_t i = 0; i < most; i++) {
		size_t check = next_wanted(parallel);
		if (check == SIZE_MAX)
			return true;
		if (parallel->players[i].pid)
			continue;
		parallel->next++;
		if (!start(parallel, &parallel->players[i], check, err))
			return false;
	}
	return true;
}

static void end_all(struct parallel *parallel)
{
	for (size_t i = 0; i < parallel->player_count; i++) {
		struct player *player = &parallel->players[i];
		if (player->pid)
			shutdown(player->fd, SHUT_RDWR);
	}
	for (size_t i = 0; i < parallel->player_count; i++) {
		if (parallel->players[i].pid)
			let_go(&parallel->players[i]);
		buf_done(&parallel->players[i].said);
	}
}

struct parallel *parallel_begin(struct report *report, const bool *wanted,
				const struct target *target, struct loop *loop,
				const struct play_options *options,
				struct err *err)
{
	long processors = sysconf(_SC_NPROCESSORS_ONLN);
	struct parallel *parallel = xcalloc(1, sizeof(*parallel));
	*parallel = (struct parallel){
		.report = report,
		.wanted = wanted,
		.target = target,
		.loop = loop,
		.options = options,
		.player_count = PLAYERS_EACH *
				(processors > 0 ? (size_t)processors : 1),
		.seen_count = target->seen_count,
		.due = {.fn = on_second},
	};
	parallel->players =
		xcalloc(parallel->player_count, sizeof(*parallel->players));
	parallel->is_over =
		xcalloc(count_checks(parallel), sizeof(*parallel->is_over));
	parallel->order =
		xcalloc(count_checks(parallel), sizeof(*parallel->order));
	set_order(parallel);
	if (start_some(parallel, err))
		return parallel;
	parallel_end(parallel);
	return NULL;
}

/* Tells of those behind which no earlier one is missing. */
static void tell_some(struct parallel *parallel)
{
	for (; parallel->told < count_checks(parallel) && !parallel->has_failed;
	     parallel->told++) {
		if (!is_wanted(parallel, parallel->told))
			continue;
		if (!parallel->is_over[parallel->told])
			return;
		if (!parallel->over(parallel->data, parallel->told))
			parallel->has_failed = true;
	}
}

/* Those that wait get to know what they wait for. A lab in which not all is
 * seen is made again. */
static void let_play(struct parallel *parallel)
{
	parallel->second = clock_now() + AT_FIRST;
	loop_timer_set(parallel->loop, &parallel->due, parallel->second);
	if (parallel->seen_count != parallel->target->seen_count) {
		end_all(parallel);
		parallel->next = 0;
	}
	for (size_t i = 0; i < parallel->player_count; i++) {
		if (parallel->players[i].pid)
			player_tell_words(parallel->players[i].fd,
					  parallel->target->words);
	}
}

bool parallel_play(struct parallel *parallel, parallel_over_fn *over,
		   void *data, struct err *err)
{
	const int *ending = parallel->options->ending;
	parallel->over = over;
	parallel->data = data;
	parallel->err = err;
	let_play(parallel);
	while (!parallel->has_failed && !(ending && *ending) &&
	       parallel->told < count_checks(parallel)) {
		if (!start_some(parallel, err))
			return false;
		tell_some(parallel);
		if (!parallel->has_failed &&
		    parallel->told < count_checks(parallel) &&
		    !loop_once(parallel->loop, -1, err))
			return false;
	}
	return !parallel->has_failed && !(ending && *ending);
}

void parallel_end(struct parallel *parallel)
{
	if (!parallel)
		return;
	loop_timer_clear(parallel->loop, &parallel->due);
	end_all(parallel);
	free(parallel->players);
	free(parallel->is_over);
	free(parallel->order);
	free(parallel);
}
