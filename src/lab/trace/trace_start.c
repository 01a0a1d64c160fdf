/* trace_start: the beginning and the end of tracing.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The only place, besides the opening of a lab, where the main process waits:
 * for init to fork, and for the child to become the program.
 */
#include "base/mem.h"
#include "base/sentence.h"
#include "lab/inside/trace_child.h"
#include "lab/kernel/process.h"
#include "lab/kernel/remedy.h"
#include "lab/trace/trace_parts.h"
#include "lab/trace/trace_program.h"
#include "lab/trace/trace_refusal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/wait.h>

enum {
	OPTIONS = PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACESECCOMP |
		  PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK |
		  PTRACE_O_TRACECLONE | PTRACE_O_TRACEEXEC,
	START_MOST_MS = 300000,
};

/* What a start has in its hands. */
struct start {
	const struct trace_program *program;
	size_t host;
	char *directory, *path;
	int packed, gate, null;
	int pid;   /* as the lab numbers it */
	int pidfd; /* -1: the child is not there yet */
};

static bool find_host(const struct lab *lab, const char *name, size_t *host,
		      struct err *err)
{
	for (*host = 0; name && *host < lab->host_count; (*host)++)
		if (!strcmp(lab->hosts[*host].name, name))
			break;
	if (*host == lab->host_count)
		return FAILURE(err, "no-host-address", SLOT_TEXT("host", name));
	// Without namespaces there is one host, whatever was asked for.
	*host = lab->space.namespaces ? *host : 0;
	return true;
}

static bool prepare(struct lab *lab, struct start *start, struct err *err)
{
	const struct trace_program *program = start->program;
	if (actor_find(lab, program->name) || tracer_find(lab, program->name))
		return FAILURE(err, "name-of-program",
			       SLOT_TEXT("name", program->name));
	if (!find_host(lab, program->host, &start->host, err))
		return false;
	start->directory = program->directory
				   ? realpath(program->directory, NULL)
				   : getcwd(NULL, 0);
	if (!start->directory)
		return FAILURE(err, "enter-folder",
			       SLOT_TEXT("folder", program->directory
							   ? program->directory
							   : "."),
			       SLOT_TEXT("reason", strerror(errno)));
	start->path =
		trace_program_find(program->argv[0], start->directory, err);
	if (!start->path)
		return false;
	start->packed =
		trace_program_pack(program, start->path, start->directory, err);
	start->gate = eventfd(0, EFD_CLOEXEC);
	start->null = open("/dev/null", O_RDWR | O_CLOEXEC);
	if (start->packed < 0)
		return false;
	return (start->gate >= 0 && start->null >= 0) ||
	       FAILURE(err, "start-program", SLOT_TEXT("program", start->path),
		       SLOT_TEXT("reason", strerror(errno)));
}

/* Takes messages until init says that it forked. Others are for others. */
static bool await_child(struct lab *lab, struct start *start, int number,
			struct err *err)
{
	struct pollfd ready = {.fd = lab->space.control, .events = POLLIN};
	while (true) {
		int count = poll(&ready, 1, START_MOST_MS);
		if (count < 0 && errno == EINTR)
			continue;
		if (count <= 0)
			return FAILURE(err, "start-no-answer",
				       SLOT_TEXT("program", start->path));
		enum space_received received =
			space_receive(lab->space.control, &lab->msg);
		if (received == SPACE_OVER)
			return FAILURE(err, "start-lab-ended",
				       SLOT_TEXT("program", start->path));
		if (received == SPACE_NOTHING)
			continue;
		if (lab->msg.kind != SPACE_STARTED || lab->msg.number != number)
			lab_take_message(lab);
		else
			break;
	}
	start->pid = lab->msg.pid;
	start->pidfd = lab->msg.fds[0];
	return start->pidfd >= 0 ||
	       FAILURE(err, "start-program", SLOT_TEXT("program", start->path),
		       SLOT_TEXT("reason", strerror(lab->msg.status)));
}

static bool ask_init(struct lab *lab, struct start *start, struct err *err)
{
	struct space_msg *msg = &lab->msg;
	int number = ++lab->command_count;
	lab_join_group(lab);
	space_msg_init(msg, SPACE_TRACE);
	msg->number = number;
	msg->host = start->host;
	msg->fds[0] = start->packed;
	msg->fds[1] = start->gate;
	for (int i = 0; i < 3; i++)
		msg->fds[2 + i] = start->program->stdio[i] >= 0
					  ? start->program->stdio[i]
					  : start->null;
	if (!space_send(lab->space.control, msg))
		return FAILURE(err, "start-program",
			       SLOT_TEXT("program", start->path),
			       SLOT_TEXT("reason", strerror(errno)));
	return await_child(lab, start, number, err);
}

/* Waits until the child is the program; false with its errno in *error. */
static bool await_exec(pid_t pid, int *error)
{
	int status;
	while (true) {
		pid_t got = waitpid(pid, &status, __WALL);
		if (got < 0 && errno == EINTR)
			continue;
		*error = got < 0	       ? errno
			 : WIFEXITED(status)   ? WEXITSTATUS(status)
			 : WIFSIGNALED(status) ? EINTR
					       : 0;
		if (*error || status >> 16 == PTRACE_EVENT_EXEC)
			return !*error;
		ptrace(PTRACE_CONT, pid, NULL, NULL);
	}
}

/* The first folder of the path, or the program itself, that its owner, another
 * one than `but`, keeps for himself; the caller frees it. NULL: all can get
 * there. */
static char *closed_part(const char *path, uid_t but)
{
	char *part = xstrdup(path);
	struct stat stat_of;
	for (char *at = part; at && *at; *at++ = '/') {
		at = strchrnul(at + 1, '/');
		bool is_whole = !*at;
		*at = '\0';
		if (stat(part, &stat_of) == 0 && !(stat_of.st_mode & S_IXOTH) &&
		    stat_of.st_uid != but)
			return part;
		if (is_whole)
			break;
	}
	free(part);
	return NULL;
}

enum { NOBODY = -1 };

/* Programs of submissions are somebody else; root's own are root, but of
 * nobody's files except root's (user_namespaces(7)). */
static bool explain_closed(const struct start *start, bool is_other,
			   struct err *err)
{
	uid_t but = is_other ? (uid_t)NOBODY : geteuid();
	AUTO_FREE char *part = closed_part(start->path, but);
	if (!part)
		part = closed_part(start->directory, but);
	if (!part)
		return FAILURE(err, "start-in-lab",
			       SLOT_TEXT("program", start->path),
			       SLOT_TEXT("reason", strerror(EACCES)));
	return FAILURE(err, is_other ? "start-closed" : "start-foreign",
		       SLOT_TEXT("program", start->path),
		       SLOT_TEXT("path", part));
}

static bool explain(const struct lab *lab, const struct start *start, int error,
		    struct err *err)
{
	if (error == TRACE_CHILD_NO_FILTER)
		return FAILURE(
			err, "start-no-filter",
			SLOT_TEXT("program", start->path),
			SLOT_TEXT("remedy", remedy_find(REMEDY_FILTER, 0, "")));
	if (error == TRACE_CHILD_NO_FOLDER)
		return FAILURE(err, "start-folder-hidden",
			       SLOT_TEXT("program", start->path),
			       SLOT_TEXT("folder", start->directory));
	if (error == ENOENT && lab->own_tmp && start->path &&
	    !strncmp(start->path, "/tmp/", 5))
		return FAILURE(err, "start-hidden",
			       SLOT_TEXT("program", start->path));
	if (error == ENOENT)
		return FAILURE(err, "start-no-interpreter",
			       SLOT_TEXT("program", start->path));
	if (error == TRACE_CHILD_CLOSED || (error == EACCES && !geteuid()))
		return explain_closed(start, error == TRACE_CHILD_CLOSED, err);
	return FAILURE(err, "start-in-lab", SLOT_TEXT("program", start->path),
		       SLOT_TEXT("reason", strerror(error)));
}

static void tell_leaks(struct lab *lab, const char *path)
{
	if (lab->tracer->told_leaks || !trace_program_checks_leaks(path))
		return;
	lab->tracer->told_leaks = true;
	lab_note(lab, sentence_text("note-leak-check"));
}

static bool run(struct lab *lab, struct start *start, bool *refused,
		struct err *err)
{
	const uint64_t open = 1;
	pid_t pid = process_of_pidfd(start->pidfd);
	int error;
	if (ptrace(PTRACE_SEIZE, pid, NULL, OPTIONS | PTRACE_O_EXITKILL)) {
		error = errno;
		if (refused)
			*refused = true;
		return FAILURE(err, "trace-program",
			       SLOT_TEXT("program", start->path),
			       SLOT_TEXT("reason", strerror(error)),
			       SLOT_TEXT("remedy", remedy_find(REMEDY_PTRACE,
							       error, "")));
	}
	if (write(start->gate, &open, sizeof(open)) != sizeof(open))
		return FAILURE(err, "start-program",
			       SLOT_TEXT("program", start->path),
			       SLOT_TEXT("reason", strerror(errno)));
	if (!await_exec(pid, &error)) {
		if (refused)
			*refused = error == TRACE_CHILD_NO_FILTER;
		return explain(lab, start, error, err);
	}
	struct program *program = tracer_add_program(lab, start->program->name);
	program->yields = start->program->yields;
	struct tracee *tracee = tracer_add(lab, program, pid, NULL);
	tracee->host = start->host;
	tracer_went(lab->tracer);
	tracee_tell_birth(tracee);
	tell_leaks(lab, start->path);
	tracee_continue(tracee, 0);
	return true;
}

static void start_done(struct start *start, bool failed)
{
	if (failed && start->pidfd >= 0)
		process_send(start->pidfd, SIGKILL);
	const int fds[] = {start->packed, start->gate, start->null,
			   start->pidfd};
	for (size_t i = 0; i < COUNT(fds); i++)
		if (fds[i] >= 0)
			close(fds[i]);
	free(start->directory);
	free(start->path);
}

bool lab_trace_start(struct lab *lab, const struct trace_program *program,
		     bool *refused, struct err *err)
{
	struct start start = {.program = program,
			      .packed = -1,
			      .gate = -1,
			      .null = -1,
			      .pidfd = -1};
	if (refused)
		*refused = false;
	bool done = tracer_of(lab, err) && prepare(lab, &start, err) &&
		    ask_init(lab, &start, err) &&
		    run(lab, &start, refused, err);
	start_done(&start, !done);
	return done;
}

/* The first thread becomes the actor, the others are its threads. A thread
 * that is made meanwhile is traced by the one that made it. */
static void take_threads(struct lab *lab, const struct tracee *first)
{
	char path[64];
	snprintf(path, sizeof(path), "/proc/%d/task", (int)first->tid);
	DIR *folder = opendir(path);
	for (struct dirent *entry; folder && (entry = readdir(folder));) {
		pid_t tid = atoi(entry->d_name);
		if (tid <= 0 || tracer_find_thread(lab->tracer, tid) ||
		    ptrace(PTRACE_SEIZE, tid, NULL, OPTIONS))
			continue;
		struct tracee *thread =
			tracer_add(lab, first->program, tid, first);
		tracee_tell_birth(thread);
		ptrace(PTRACE_INTERRUPT, tid, NULL, NULL);
	}
	if (folder)
		closedir(folder);
}

bool lab_trace_attach(struct lab *lab, const char *name, pid_t pid,
		      bool *refused, struct err *err)
{
	if (refused)
		*refused = false;
	if (lab->space.namespaces)
		return FAILURE(err, "take-over-outside",
			       SLOT_NUMBER("pid", pid));
	if (actor_find(lab, name) || tracer_find(lab, name))
		return FAILURE(err, "name-of-actor", SLOT_TEXT("name", name));
	if (!tracer_of(lab, err))
		return false;
	if (ptrace(PTRACE_SEIZE, pid, NULL, OPTIONS))
		return trace_refusal_set(pid, errno, refused, err);
	struct tracee *first =
		tracer_add(lab, tracer_add_program(lab, name), pid, NULL);
	first->attached = true;
	tracee_tell_foreign(first);
	tracer_went(lab->tracer);
	tracee_tell_birth(first);
	ptrace(PTRACE_INTERRUPT, pid, NULL, NULL);
	take_threads(lab, first);
	return true;
}
