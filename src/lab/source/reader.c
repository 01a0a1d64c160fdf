/* reader: a process that reads what a program says of itself.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A program's files and its memory may hold anything, made to lead astray who
 * reads them, and libdw has faults: bytes at random, run through the fuzz
 * target of this folder, let it write where it must not within a minute. So
 * none of it is read by the main process. This child of it has no files, no
 * memory that it shares, and may make no call that opens, connects or signals
 * anything. It asks for each page, each mapped file and the registers; what it
 * answers is a list of frames, which is text to whoever gets it.
 */
#include "lab/source/reader.h"

#include "base/text.h"
#include "lab/source/source_python.h"
#include "lab/source/talk.h"

#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>

/* GCC and clang say it in ways of their own. */
#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED
#endif
#endif

struct service {
	struct reader reader;
	struct native *native;
	struct source_python python;
};

/* --- giving up -------------------------------------------------------------
 */

static const int allowed[] = {
	SCMP_SYS(brk),	      SCMP_SYS(clock_gettime), SCMP_SYS(close),
	SCMP_SYS(exit),	      SCMP_SYS(exit_group),    SCMP_SYS(fcntl),
	SCMP_SYS(fstat),      SCMP_SYS(futex),	       SCMP_SYS(getpid),
	SCMP_SYS(gettid),     SCMP_SYS(lseek),	       SCMP_SYS(madvise),
	SCMP_SYS(mmap),	      SCMP_SYS(mremap),	       SCMP_SYS(munmap),
	SCMP_SYS(newfstatat), SCMP_SYS(pread64),       SCMP_SYS(read),
	SCMP_SYS(recvmsg),    SCMP_SYS(rt_sigreturn),  SCMP_SYS(sendmsg),
#ifdef SANITIZED
	SCMP_SYS(mprotect),   SCMP_SYS(sched_yield),   SCMP_SYS(sigaltstack),
	SCMP_SYS(write),
#endif
};

static bool filter_calls(void)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	bool done = filter != NULL;
	for (size_t i = 0; done && i < COUNT(allowed); i++)
		done = seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i],
					0) >= 0;
	done = done && seccomp_load(filter) == 0;
	seccomp_release(filter);
	return done;
}

/* Memory that is shared with actors and with the wire. */
static void let_go_of_shared(void)
{
	unsigned long begin[256], end[256];
	size_t count = 0;
	char line[4400], flags[8];
	FILE *maps = fopen("/proc/self/maps", "re");
	while (maps && count < COUNT(begin) && fgets(line, sizeof(line), maps))
		if (sscanf(line, "%lx-%lx %7s", &begin[count], &end[count],
			   flags) == 3 &&
		    flags[3] == 's')
			count++;
	if (maps)
		fclose(maps);
	for (size_t i = 0; i < count; i++)
		munmap((void *)begin[i], end[i] - begin[i]);
}

static void limit(int resource, rlim_t most)
{
	(void)setrlimit(resource, &(struct rlimit){most, most});
}

static void calm_signals(void)
{
	sigset_t all;
	sigfillset(&all);
	sigdelset(&all, SIGXCPU); // source.c limits its work
	sigprocmask(SIG_SETMASK, &all, NULL);
	for (int number = 1; number < NSIG; number++)
		signal(number, SIG_DFL);
}

static bool give_up(int socket)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
	prctl(PR_SET_NAME, "sockstep-read", 0, 0, 0);
	calm_signals();
	if (socket != READER_SOCKET &&
	    dup3(socket, READER_SOCKET, O_CLOEXEC) < 0)
		return false;
	close_fds(READER_SOCKET + 1, ~0U, 0);
	close_fds(0, READER_SOCKET - 1, 0);
	let_go_of_shared();
	limit(RLIMIT_CORE, 0);
	limit(RLIMIT_FSIZE, 0);
#ifndef SANITIZED // whose shadow is terabytes of data
	limit(RLIMIT_DATA, (rlim_t)1 << 30);
#endif
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	return filter_calls(); // without one, rather no lines
}

/* --- answering -------------------------------------------------------------
 */

static void open_all(struct service *service)
{
	service->native = native_open(&service->reader);
	if (service->native)
		native_python(service->native, &service->python.runtime,
			      &service->python.version);
}

static bool tell_python(struct service *service, int inner_tid)
{
	struct arena arena = {0};
	struct source_frame frames[SOURCE_FRAMES_MAX];
	struct source_stack stack = {.frames = frames};
	if (service->python.runtime)
		source_python_find(&service->python, inner_tid, &arena, &stack);
	for (size_t i = 0; i < stack.count; i++)
		if (!reader_tell(&service->reader, &frames[i], false))
			break;
	arena_done(&arena);
	return stack.count > 0;
}

static void answer(struct service *service)
{
	enum talk_kind kind = service->reader.talk.kind;
	int tid = service->reader.talk.tid, inner = service->reader.talk.value;
	memset(service->reader.pages, 0, sizeof(service->reader.pages));
	if (kind == TALK_OPEN)
		open_all(service);
	else if (service->native &&
		 (kind == TALK_WALK || !tell_python(service, inner)))
		native_frames(service->native, tid, kind == TALK_LINES);
	talk_init(&service->reader.talk, TALK_DONE);
	service->reader.talk.value = !service->python.runtime  ? 0
				     : service->python.version ? 2
							       : 1;
	if (!talk_send(READER_SOCKET, &service->reader.talk))
		_exit(0);
}

_Noreturn void reader_main(int socket)
{
	struct service *service = xcalloc(1, sizeof(*service));
	service->python.reader = &service->reader;
	if (!give_up(socket))
		_exit(1);
	while (talk_receive(READER_SOCKET, &service->reader.talk))
		answer(service);
	_exit(0);
}
