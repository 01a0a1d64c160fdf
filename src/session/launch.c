/* launch: the programs of a check.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A program that is checked has pipes as its standard output and error, which
 * are told apart, and a file in memory as its input, which ends. It goes on to
 * its end by itself; what it does is looked at as it happens. A peer is a text
 * that Python gets as its argument.
 */
#include "base/clock.h"
#include "base/sentence.h"
#include "lab/trace/terminal.h"
#include "lab/trace/trace.h"
#include "session/parts.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>

extern char **environ;

void session_set_program(struct session *session, const char *const *words)
{
	session->options.program = words;
}

/* What a program has in the place of a terminal. */
struct streams {
	int fds[3];
};

static bool open_input(struct str input, int *fd, struct err *err)
{
	*fd = memfd_create("input", MFD_CLOEXEC);
	bool ok = *fd >= 0 &&
		  write(*fd, input.data, input.len) == (ssize_t)input.len &&
		  lseek(*fd, 0, SEEK_SET) == 0;
	return ok || FAILURE(err, "write-input",
			     SLOT_TEXT("reason", strerror(errno)));
}

static bool open_pipe(struct session *session, const char *actor,
		      enum outlet stream, int *fd, struct err *err)
{
	struct terminal *pipe =
		terminal_open_pipe(session->loop, actor, stream,
				   session_take_event, session, fd, err);
	if (pipe)
		session_keep_terminal(session, actor, pipe);
	return pipe;
}

static bool open_streams(struct session *session, const struct beat *beat,
			 struct streams *streams, struct err *err)
{
	*streams = (struct streams){{-1, -1, -1}};
	struct str input = beat->launch->input;
	return (!input.len || open_input(input, &streams->fds[0], err)) &&
	       open_pipe(session, beat->actor, OUTLET_OUTPUT, &streams->fds[1],
			 err) &&
	       open_pipe(session, beat->actor, OUTLET_ERRORS, &streams->fds[2],
			 err);
}

static void close_streams(struct streams *streams)
{
	for (size_t i = 0; i < COUNT(streams->fds); i++) {
		if (streams->fds[i] >= 0)
			close(streams->fds[i]);
	}
}

static size_t count_words(const char *const *words)
{
	size_t count = 0;
	while (words && words[count])
		count++;
	return count;
}

/* One list behind the other. */
static const char *const *join(struct arena *arena, const char *const *first,
			       const char *const *second)
{
	size_t count = count_words(first), more = count_words(second);
	const char **all =
		arena_alloc(arena, (count + more + 1) * sizeof(*all));
	if (first && count)
		memcpy(all, first, count * sizeof(*all));
	if (second && more)
		memcpy(all + count, second, more * sizeof(*all));
	return all;
}

/* Not the learner's, which may be anything. */
static const char *python_of_machine(void)
{
	static const char path[] = "/usr/bin/python3";
	return access(path, X_OK) ? "python3" : path;
}

static const char *const *words_of(const struct session *session,
				   const struct beat *beat, struct arena *arena)
{
	const struct launch *launch = beat->launch;
	const char *const python[] = {python_of_machine(), "-c", launch->code,
				      NULL};
	return launch->code
		       ? join(arena, python, NULL)
		       : join(arena, session->options.program, launch->words);
}

/* What the block says comes first: of two values for a name it counts. */
static const char *const *environment_of(const struct launch *launch,
					 struct arena *arena)
{
	if (!count_words(launch->environment))
		return NULL;
	return join(arena, launch->environment, (const char *const *)environ);
}

bool session_launch(struct session *session, const struct beat *beat,
		    struct err *err)
{
	const char *call = beat->launch->until;
	const struct until until = {.kind = call ? UNTIL_NAME : UNTIL_EXIT,
				    .name = call};
	struct arena arena = {0};
	struct streams streams;
	bool is_stepped = session->options.by_calls && !beat->launch->code;
	if (!beat->launch->code && !count_words(session->options.program))
		return FAILURE(err, "no-program");
	session->programs.count++;
	session_find_mistakes(session);
	bool done = open_streams(session, beat, &streams, err);
	struct trace_program program = {
		.name = beat->actor,
		.host = beat->launch->host,
		.argv = words_of(session, beat, &arena),
		.environment = environment_of(beat->launch, &arena),
		.directory = session->options.directory,
		.yields = session->options.by_calls && beat->launch->code,
	};
	memcpy(program.stdio, streams.fds, sizeof(program.stdio));
	done = done &&
	       lab_trace_start(session->lab, &program,
			       &session->programs.refused, err) &&
	       (is_stepped ||
		lab_trace_go(session->lab, beat->actor, &until, err));
	close_streams(&streams);
	arena_done(&arena);
	if (done && call) {
		session->programs.standing = beat->actor;
		session->programs.standing_at = call;
	}
	return done;
}

bool session_let_go(struct session *session, const struct beat *beat,
		    struct err *err)
{
	const struct until until = {.kind = UNTIL_EXIT};
	const char *actor = session->programs.standing;
	if (!actor || beat->kind == BEAT_COMMAND || beat->kind == BEAT_WIRE)
		return true;
	session->programs.standing = NULL;
	return session->options.by_calls ||
	       lab_trace_process(session->lab, actor) <= 0 ||
	       lab_trace_go(session->lab, actor, &until, err);
}

void session_look_usage(struct session *session, const struct beat *beat)
{
	for (size_t i = 0; i < beat->expect_count; i++) {
		const char *actor = expect_of_usage(&beat->expects[i]);
		if (actor)
			lab_look_usage(session->lab, actor);
	}
	session->still.usage_read = clock_now();
}
