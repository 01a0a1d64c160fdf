/* agent: the actor process that makes the calls it is told to make.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An agent is to look and to behave like the learner's own process:
 *
 * - Its first socket is descriptor 3: 0, 1 and 2 are /dev/null and the bell
 *   sits at a number that no lesson reaches.
 * - It has no capability at all, although the lab's init has them all in the
 *   lab's user namespace: bind(2) to port 80 says EACCES and SOCK_RAW says
 *   EPERM, as outside (capabilities(7)); see power.c.
 * - Signals have their default disposition, as after execve(2): SIGPIPE kills
 *   it. Only SIGNAL_INTERRUPT has a handler from the beginning, which is how
 *   lab_interrupt() ends a call; no lesson uses that signal.
 * - It is dumpable, see PR_SET_DUMPABLE in prctl(2), or neither the lab nor
 *   other processes of the same user could look into /proc/PID/fd.
 *
 * fork(3) makes a second agent, which finds the desk that the lab has left for
 * it and goes on in the same loop. Nothing else tells the two apart: the bell
 * and all descriptors of the lesson are shared. pthread_create(3) does the same
 * within one process: the new thread has a desk of its own, and all else, the
 * list of descriptors first, is the process's.
 */
#include "lab/inside/agent.h"

#include "base/mem.h"
#include "journal/event.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>

enum { AGENT_BELL = 1000 }; /* its descriptor, where the limit allows */

/* The kernel's own way, for all its numbers: sigaction(3) would leave flags
 * behind, and refuses the signals that the C library keeps to itself. */
void agent_default_signals(void)
{
	enum { KERNEL_SET = 8, KERNEL_ACTION = 4 };
	const uint64_t action[KERNEL_ACTION] = {0};
	for (int number = 1; number < NSIG; number++)
		syscall(SYS_rt_sigaction, number, action, NULL, KERNEL_SET);
	sigset_t none;
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	// A killed actor leaves no core file behind, and with 1, unlike 0, the
	// machine's handler of crashes is given none either (core(5)).
	if (setrlimit(RLIMIT_CORE, &(struct rlimit){1, 1}) < 0)
		setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
}

static int highest_fd(void)
{
	struct rlimit limit;
	if (getrlimit(RLIMIT_NOFILE, &limit) == 0 &&
	    limit.rlim_cur <= AGENT_BELL)
		return (int)limit.rlim_cur - 1;
	return AGENT_BELL;
}

static int keep_descriptor(int keep)
{
	int last = highest_fd();
	if (keep >= 0 && keep != last && dup3(keep, last, O_CLOEXEC) < 0)
		_exit(126);
	close_fds(3, (unsigned)last - 1, 0);
	close_fds((unsigned)last + (keep >= 0), ~0U, 0);
	int null = open("/dev/null", O_RDWR);
	if (null < 0)
		_exit(126);
	for (int fd = 0; fd < 3; fd++)
		dup2(null, fd);
	if (null > 2)
		close(null);
	return keep >= 0 ? last : -1;
}

int agent_give_up_power(int keep, const struct power *power)
{
	agent_default_signals();
	int kept = keep_descriptor(keep);
	power_give_up(power); // where it can, with a filter
	return kept;
}

static uint64_t now(void)
{
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

/* Where this thread sits. A handler needs to find it, and has no argument for
 * that: this is the one variable of its kind, and only agents use it. */
static _Thread_local struct {
	struct desk *desk;
	int bell;
} seat;

static void ring(void)
{
	uint64_t one = 1;
	(void)!write(seat.bell, &one, sizeof(one));
}

static void tell(enum desk_state state)
{
	atomic_store(&seat.desk->state, state);
	ring();
}

static void note_signal(int number)
{
	int error = errno;
	struct desk *desk = seat.desk;
	uint32_t count = atomic_load(&desk->signal_count);
	desk->signals[count % DESK_SIGNALS] =
		(struct desk_signal){number, now()};
	atomic_store(&desk->signal_count, count + 1);
	ring();
	errno = error;
}

static void sit_down(struct desk *desk)
{
	seat.desk = desk;
	desk->pid = (int)syscall(SYS_gettid);
	prctl(PR_SET_NAME, desk->name, 0, 0, 0);
}

/* A signal that comes before the child sits at its own desk waits. */
static int64_t fork_agent(void)
{
	struct desk *child = seat.desk->child;
	sigset_t all, before;
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &before);
	pid_t pid = fork();
	int error = errno;
	if (pid == 0)
		sit_down(child);
	sigprocmask(SIG_SETMASK, &before, NULL);
	return pid < 0 ? -error : pid;
}

/* What a thread begins with. `seated`: it has told its number. */
struct newborn {
	struct desk *desk;
	int bell;
	sem_t seated;
};

static _Noreturn void work(void);

static void *begin_thread(void *data)
{
	struct newborn *newborn = data;
	sigset_t none;
	seat.bell = newborn->bell;
	sit_down(newborn->desk);
	sem_post(&newborn->seated);
	sigemptyset(&none);
	pthread_sigmask(SIG_SETMASK, &none, NULL);
	tell(DESK_IDLE);
	work();
}

/* Returns the number that the kernel knows the new thread by. */
static int64_t start_thread(void)
{
	struct newborn newborn = {.desk = seat.desk->child, .bell = seat.bell};
	sigset_t all, before;
	pthread_t thread;
	sem_init(&newborn.seated, 0, 0);
	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, &before);
	int error = pthread_create(&thread, NULL, begin_thread, &newborn);
	while (!error && sem_wait(&newborn.seated) < 0)
		continue;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	sem_destroy(&newborn.seated);
	if (error)
		return -error;
	pthread_detach(thread);
	return seat.desk->child->pid;
}

static int64_t operate(struct desk *desk)
{
	if (desk->operation == RAW_FORK)
		return fork_agent();
	if (desk->operation == RAW_THREAD)
		return start_thread();
	return agent_operate(desk, note_signal);
}

/* Makes the call that lies on the desk. Returns false in the child of a fork,
 * for which nothing lies there. */
static bool make_call(struct desk *desk)
{
	atomic_store(&desk->state, DESK_CALLING);
	desk->entered = now();
	int64_t value = operate(desk);
	if (seat.desk != desk)
		return false;
	desk->returned = now();
	desk->value = value;
	return true;
}

static _Noreturn void work(void)
{
	while (true) {
		desk_wait(seat.desk);
		tell(make_call(seat.desk) ? DESK_DONE : DESK_IDLE);
	}
}

_Noreturn void agent_main(struct desk *desk, int bell,
			  const struct power *power)
{
	seat.bell = agent_give_up_power(bell, power);
	sit_down(desk);
	struct sigaction interrupt = {.sa_handler = note_signal};
	sigaction(SIGNAL_INTERRUPT, &interrupt, NULL);
	tell(DESK_IDLE);
	work();
}
