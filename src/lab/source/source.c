/* source: the line of its program from which a stopped process made a call.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a program's files and its memory say is read by a process of its own,
 * see reader.c: this side makes one for each program, hands it the pages, files
 * and registers that it asks for, of that program and no other, and takes text
 * and numbers back. A reader that dies, or takes too long, has no more frames
 * to tell, and that is all.
 *
 * The learner's own frame is the first whose source is there to be read and
 * does not stand under /usr, nor in a Python's library. Where the process has
 * a Python interpreter, its Python frames count instead: the C frames below
 * them are the interpreter's. A wrapper as books have them, Socket() or
 * xbind(), which calls and looks whether that failed, gives way to who calls
 * it: all calls of a program stand in its lines.
 */
#include "lab/source/source.h"

#include "base/clock.h"
#include "lab/kernel/process.h"
#include "lab/source/reader.h"
#include "lab/source/source_name.h"
#include "lab/source/source_own.h"
#include "lab/source/talk.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <time.h>

/* For one answer: what a hostile file may take. The kernel ends a reader that
 * has had so much of a processor; one that sleeps and says nothing is ended by
 * a clock. */
enum { PROCESSOR_SECONDS = 5, SECONDS = 120 };

struct source {
	pid_t pid, tid; /* of the program; which thread is asked about */
	pid_t reader;
	int socket; /* -1: nothing is known of this process, or no more */
	bool is_python, has_version;
	bool gave_up; /* the reader took too long */
	struct talk talk;
};

/* What a question is asked for: `take` gets each frame, and says whether there
 * are to be more. */
struct wish {
	bool (*take)(void *data, const struct source_frame *frame,
		     bool may_name);
	void *data;
};

/* --- the reader's questions ------------------------------------------------
 */

static char *file_of(const struct source *source, const char *name)
{
	return xprintf("/proc/%d/%s", (int)source->pid, name);
}

static void give_maps(struct source *source, const struct wish *wish)
{
	AUTO_FREE char *path = file_of(source, "maps");
	(void)wish;
	talk_init(&source->talk, TALK_MAPS);
	source->talk.fd = open(path, O_RDONLY | O_CLOEXEC);
}

/* Whether the process has mapped the file: no other is opened. */
static bool is_mapped(const struct source *source, const char *wanted)
{
	AUTO_FREE char *path = file_of(source, "maps");
	AUTO_FREE char *line = NULL;
	size_t cap = 0;
	bool found = false;
	FILE *maps = fopen(path, "re");
	while (maps && !found && getline(&line, &cap, maps) > 0) {
		const char *name = strchr(line, '/');
		size_t len = name ? strcspn(name, "\n") : 0;
		found = len && len == strlen(wanted) &&
			!memcmp(name, wanted, len);
	}
	if (maps)
		fclose(maps);
	return found;
}

static void give_file(struct source *source, const struct wish *wish)
{
	struct stat file;
	AUTO_FREE char *path = xstrdup(source->talk.data);
	(void)wish;
	talk_init(&source->talk, TALK_FILE);
	if (!is_mapped(source, path))
		return;
	AUTO_CLOSE int fd =
		open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd >= 0 && fstat(fd, &file) == 0 && S_ISREG(file.st_mode))
		source->talk.fd = take_fd(&fd);
}

static void give_memory(struct source *source, const struct wish *wish)
{
	uint64_t at = source->talk.at;
	(void)wish;
	talk_init(&source->talk, TALK_MEMORY);
	struct iovec local = {source->talk.data, TALK_PAGE};
	struct iovec remote = {(void *)(uintptr_t)at, TALK_PAGE};
	if (process_vm_readv(source->pid, &local, 1, &remote, 1, 0) ==
	    TALK_PAGE)
		source->talk.len = TALK_PAGE;
}

static void give_registers(struct source *source, const struct wish *wish)
{
	(void)wish;
	talk_init(&source->talk, TALK_REGISTERS);
	struct iovec area = {source->talk.data, TALK_PAGE};
	if (ptrace(PTRACE_GETREGSET, source->tid, NT_PRSTATUS, &area) == 0)
		source->talk.len = (uint32_t)area.iov_len;
}

/* Whether it stays on its line, beside what others say: what a program's file
 * has for a name may be anything. All else that a terminal would obey is shown
 * in glyphs. */
static bool is_of_one_line(const char *name)
{
	return !strchr(name, '\n');
}

static void take_frame(struct source *source, const struct wish *wish)
{
	struct talk *talk = &source->talk;
	const char *function = talk->data,
		   *file = function + strlen(function) + 1;
	bool has_file =
		file < talk->data + talk->len && *file && is_of_one_line(file);
	const struct source_frame frame = {
		.function = is_of_one_line(function) ? function : "?",
		.file = has_file ? file : NULL,
		.line = has_file ? talk->value : 0,
	};
	bool more = wish->take && wish->take(wish->data, &frame, talk->at);
	talk_init(talk, TALK_FRAME);
	talk->value = more;
}

static void (*const answers[TALK_KINDS])(struct source *source,
					 const struct wish *wish) = {
	[TALK_MAPS] = give_maps,     [TALK_FILE] = give_file,
	[TALK_MEMORY] = give_memory, [TALK_REGISTERS] = give_registers,
	[TALK_FRAME] = take_frame,
};

/* --- asking it -------------------------------------------------------------
 */

static void end_reader(struct source *source)
{
	if (source->socket < 0)
		return;
	close(take_fd(&source->socket));
	int status = 0;
	kill(source->reader, SIGKILL);
	while (waitpid(source->reader, &status, 0) < 0 && errno == EINTR)
		continue;
	source->gave_up |= WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU;
}

/* Lets it work for PROCESSOR_SECONDS from now on, and a part of one, for the
 * kernel counts whole ones. */
static void limit_work(const struct source *source)
{
	clockid_t clock;
	struct timespec worked = {0};
	if (clock_getcpuclockid(source->reader, &clock) == 0)
		clock_gettime(clock, &worked);
	struct rlimit limit = {.rlim_max = RLIM_INFINITY};
	limit.rlim_cur = (rlim_t)worked.tv_sec + 1 + PROCESSOR_SECONDS;
	(void)prlimit(source->reader, RLIMIT_CPU, &limit, NULL);
}

/* Waits for what it says next; false when it is gone or takes too long. */
static bool hear(struct source *source, uint64_t end)
{
	struct pollfd ready = {.fd = source->socket, .events = POLLIN};
	int count;
	do {
		uint64_t now = clock_now();
		source->gave_up = now >= end;
		if (source->gave_up)
			return false;
		count = poll(&ready, 1, (int)((end - now) / CLOCK_MS) + 1);
	} while (count == 0 || (count < 0 && errno == EINTR));
	return count > 0 && talk_receive(source->socket, &source->talk);
}

/* Answers the message that came. False for one that is none. */
static bool serve(struct source *source, const struct wish *wish)
{
	enum talk_kind kind = source->talk.kind;
	if (source->talk.fd >= 0)
		close(take_fd(&source->talk.fd)); // none is expected
	if (!answers[kind])
		return false;
	answers[kind](source, wish);
	bool sent = talk_send(source->socket, &source->talk);
	if (source->talk.fd >= 0)
		close(take_fd(&source->talk.fd));
	return sent;
}

/* Asks what lies in `talk`, until the reader is done or gone. */
static void ask(struct source *source, const struct wish *wish)
{
	if (source->socket < 0)
		return;
	uint64_t end = clock_now() + SECONDS * CLOCK_SECOND;
	limit_work(source);
	bool goes_on = talk_send(source->socket, &source->talk);
	while (goes_on) {
		goes_on = hear(source, end);
		if (goes_on && source->talk.kind == TALK_DONE)
			return;
		goes_on = goes_on && serve(source, wish);
	}
	end_reader(source);
}

static bool start_reader(struct source *source)
{
	int pair[2];
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
		return false;
	// One that asks and never listens is not waited for.
	fcntl(pair[0], F_SETFL, O_NONBLOCK);
	source->reader = fork();
	if (source->reader == 0)
		reader_main(pair[1]);
	close(pair[1]);
	if (source->reader < 0)
		close(pair[0]);
	else
		source->socket = pair[0];
	return source->reader > 0;
}

struct source *source_open(pid_t pid)
{
	static const struct wish none;
	struct source *source = xcalloc(1, sizeof(*source));
	source->pid = source->tid = pid;
	source->socket = -1;
	if (!start_reader(source))
		return source;
	talk_init(&source->talk, TALK_OPEN);
	ask(source, &none);
	source->is_python = source->socket >= 0 && source->talk.value;
	source->has_version = source->is_python && source->talk.value == 2;
	return source;
}

void source_close(struct source *source)
{
	if (source)
		end_reader(source);
	free(source);
}

bool source_gave_up(const struct source *source)
{
	return source->gave_up;
}

bool source_is_python(const struct source *source)
{
	return source->is_python;
}

bool source_reads_python(const struct source *source)
{
	return source->has_version;
}

/* --- frames ----------------------------------------------------------------
 */

static void ask_about(struct source *source, enum talk_kind kind, pid_t tid,
		      const struct wish *wish)
{
	source->tid = tid;
	talk_init(&source->talk, kind);
	source->talk.tid = tid;
	long inner = process_inner(tid);
	source->talk.value = inner > 0 ? (int)inner : tid;
	ask(source, wish);
}

struct visit {
	source_frame_fn *fn;
	void *data;
	size_t count;
};

static bool visit_frame(void *data, const struct source_frame *frame,
			bool may_name)
{
	struct visit *visit = data;
	(void)may_name;
	return visit->count++ < READER_FRAMES_MAX &&
	       visit->fn(visit->data, frame->function,
			 frame->file ? frame->file : "");
}

void source_walk(struct source *source, pid_t tid, source_frame_fn *fn,
		 void *data)
{
	struct visit visit = {fn, data, 0};
	const struct wish wish = {visit_frame, &visit};
	ask_about(source, TALK_WALK, tid, &wish);
}

struct gathering {
	struct source_stack *stack;
	struct arena *arena;
};

static bool keep_frame(void *data, const struct source_frame *frame,
		       bool may_name)
{
	const struct gathering *gathering = data;
	struct source_stack *stack = gathering->stack;
	struct arena *arena = gathering->arena;
	if (stack->count == SOURCE_FRAMES_MAX)
		return false;
	if (may_name && stack->named < 0)
		stack->named = (int)stack->count;
	stack->frames[stack->count++] = (struct source_frame){
		.function = source_name_read(arena, frame->function),
		.file = frame->file ? arena_strdup(arena, frame->file) : NULL,
		.line = frame->line,
	};
	return stack->count < SOURCE_FRAMES_MAX;
}

/* Python keeps the path as it was given. */
static void complete_paths(const struct source *source, struct arena *arena,
			   struct source_stack *stack)
{
	char link[32], folder[4096];
	snprintf(link, sizeof(link), "/proc/%d/cwd", source->pid);
	ssize_t len = readlink(link, folder, sizeof(folder) - 1);
	for (size_t i = 0; len > 0 && i < stack->count; i++) {
		const char **file = &stack->frames[i].file;
		if (*file && **file != '/' && **file != '<')
			*file = arena_printf(arena, "%.*s/%s", (int)len, folder,
					     *file);
	}
}

void source_find(struct source *source, pid_t tid, struct arena *arena,
		 struct source_stack *stack)
{
	struct gathering gathering = {stack, arena};
	const struct wish wish = {keep_frame, &gathering};
	*stack = (struct source_stack){.own = -1, .named = -1};
	stack->frames =
		arena_alloc(arena, SOURCE_FRAMES_MAX * sizeof(*stack->frames));
	ask_about(source, TALK_LINES, tid, &wish);
	complete_paths(source, arena, stack);
	source_leave_go(stack);
	stack->own = source_find_own(stack);
	if (stack->named < 0)
		stack->named = 0;
}
