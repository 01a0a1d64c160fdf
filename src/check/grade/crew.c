/* crew: workers, each a process that grades one submission.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A worker tells its results through a pipe, and the end of the pipe is its
 * end: only the parent writes files, so that two results never meet. What a
 * worker cannot find out is tried later, when what the machine lacked may be
 * there again.
 */
#include "check/grade/crew.h"

#include "base/clock.h"
#include "base/sentence.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/wait.h>

enum { JOBS_MOST = 256, TRIES = 3, ROUND_MS = 200 };

struct hand {
	struct crew *crew;
	size_t index; /* of its submission */
	pid_t pid;    /* 0: it is free */
	int from;
	struct buf said; /* of a line that is not whole */
	struct loop_timer limit;
	bool is_told_to_end;
};

struct crew {
	struct book *book;
	struct loop *loop;
	const struct crew_options *options;
	struct hand *hands;
	size_t *queue; /* of submissions, with those that are tried again */
	size_t first, last;
	unsigned *tries; /* by submission */
	size_t busy;
	bool has_failed;
	struct err *err;
};

static bool is_ending(const struct crew *crew)
{
	return crew->has_failed || *crew->options->ending;
}

/* --- what a worker says ----------------------------------------------------
 */

static void fail(struct crew *crew)
{
	crew->has_failed = true;
}

/* Notes whole lines. */
static void take_lines(struct hand *hand)
{
	struct crew *crew = hand->crew;
	size_t begin = 0;
	for (size_t i = 0; i < hand->said.len; i++) {
		if (hand->said.data[i] != '\n')
			continue;
		const struct str line = {hand->said.data + begin, i - begin};
		if (!crew->has_failed &&
		    !book_note(crew->book, line, crew->err))
			fail(crew);
		begin = i + 1;
	}
	hand->said.len -= begin;
	if (begin)
		memmove(hand->said.data, hand->said.data + begin,
			hand->said.len);
}

/* What is not known of a submission, for good. */
static void give_up(struct crew *crew, size_t index, int status)
{
	AUTO_FREE char *why =
		WIFSIGNALED(status)
			? SENTENCE_NEW("grader-killed",
				       SLOT_NUMBER("signal", WTERMSIG(status)),
				       SLOT_NUMBER("times", TRIES))
			: xstrdup(sentence_text(SENTENCE_ID("grader-gave-up")));
	for (size_t i = 0; i <= crew->book->check_count; i++) {
		struct book_cell *cell = book_cell(crew->book, index, i);
		struct buf line = {0};
		if (cell->is_there)
			continue;
		*cell = (struct book_cell){.is_there = true,
					   .verdict = VERDICT_ERROR,
					   .message = why};
		book_print_cell(crew->book, index, i, &line);
		const struct str whole = {buf_text(&line), line.len - 1};
		if (!crew->has_failed &&
		    !book_note(crew->book, whole, crew->err))
			fail(crew);
		buf_done(&line);
	}
}

static void conclude(struct hand *hand, int status)
{
	struct crew *crew = hand->crew;
	size_t index = hand->index;
	bool is_well = WIFEXITED(status) && WEXITSTATUS(status) == 0;
	if (is_ending(crew))
		return;
	if (!is_well && crew->tries[index] < TRIES) {
		crew->queue[crew->last++] = index;
		return;
	}
	if (!is_well)
		give_up(crew, index, status);
	crew->options->over(crew->options->data, index);
}

static void let_go(struct hand *hand)
{
	int status = 0;
	loop_timer_clear(hand->crew->loop, &hand->limit);
	loop_remove(hand->crew->loop, hand->from);
	close(hand->from);
	while (waitpid(hand->pid, &status, 0) < 0 && errno == EINTR)
		;
	hand->pid = 0;
	buf_done(&hand->said);
	hand->crew->busy--;
	conclude(hand, status);
}

static void listen_to(void *data, uint32_t ready)
{
	struct hand *hand = data;
	char part[16 << 10];
	(void)ready;
	ssize_t len = read(hand->from, part, sizeof(part));
	if (len > 0) {
		buf_add(&hand->said, part, (size_t)len);
		take_lines(hand);
	} else if (len == 0 || (errno != EAGAIN && errno != EINTR)) {
		let_go(hand);
	}
}

static void too_late(void *data)
{
	struct hand *hand = data;
	kill(hand->pid, SIGKILL);
}

/* --- starting --------------------------------------------------------------
 */

static _Noreturn void become(const struct crew *crew, size_t index, int out)
{
	// The results of the others are none of its business.
	for (size_t i = 0; i < crew->options->jobs; i++) {
		if (crew->hands[i].pid)
			close(crew->hands[i].from);
	}
	_exit(crew->options->work(crew->options->data, index, out));
}

static bool start(struct crew *crew, struct hand *hand, size_t index)
{
	int ends[2];
	if (pipe2(ends, O_CLOEXEC) < 0)
		return FAILURE(crew->err, "make-worker-pipe",
			       SLOT_TEXT("reason", strerror(errno)));
	pid_t pid = fork();
	if (pid == 0) {
		close(ends[0]);
		become(crew, index, ends[1]);
	}
	close(ends[1]);
	if (pid < 0) {
		close(ends[0]);
		return FAILURE(crew->err, "start-worker",
			       SLOT_TEXT("reason", strerror(errno)));
	}
	*hand = (struct hand){.crew = crew,
			      .index = index,
			      .pid = pid,
			      .from = ends[0],
			      .limit = {.fn = too_late, .data = hand}};
	crew->tries[index]++;
	crew->busy++;
	loop_timer_set(crew->loop, &hand->limit,
		       clock_now() + crew->options->seconds * CLOCK_SECOND);
	return loop_add(crew->loop, ends[0], EPOLLIN, listen_to, hand,
			crew->err);
}

static void start_some(struct crew *crew)
{
	for (size_t i = 0; i < crew->options->jobs; i++) {
		struct hand *hand = &crew->hands[i];
		if (crew->first == crew->last || is_ending(crew))
			return;
		if (!hand->pid &&
		    !start(crew, hand, crew->queue[crew->first++]))
			fail(crew);
	}
}

/* They end what they have begun. */
static void end_all(struct crew *crew)
{
	for (size_t i = 0; i < crew->options->jobs; i++) {
		struct hand *hand = &crew->hands[i];
		if (hand->pid && !hand->is_told_to_end)
			kill(hand->pid, SIGTERM);
		hand->is_told_to_end = true;
	}
}

static void go_on(struct crew *crew)
{
	start_some(crew);
	while (crew->busy) {
		struct err unheard;
		if (is_ending(crew))
			end_all(crew);
		if (!loop_once(crew->loop, ROUND_MS, &unheard))
			fail(crew);
		start_some(crew);
	}
}

bool crew_run(struct book *book, struct loop *loop,
	      const struct crew_options *options, struct err *err)
{
	struct crew_options how = *options;
	struct crew crew = {
		.book = book, .loop = loop, .options = &how, .err = err};
	how.jobs = how.jobs < JOBS_MOST ? how.jobs : JOBS_MOST;
	crew.hands = xcalloc(how.jobs, sizeof(*crew.hands));
	crew.queue = xcalloc(book->submission_count * TRIES + 1,
			     sizeof(*crew.queue));
	crew.tries = xcalloc(book->submission_count + 1, sizeof(*crew.tries));
	for (size_t i = 0; i < book->submission_count; i++) {
		if (options->wanted[i])
			crew.queue[crew.last++] = i;
	}
	go_on(&crew);
	free(crew.hands);
	free(crew.queue);
	free(crew.tries);
	return !crew.has_failed;
}
