/* trace_noise: calls that a library makes besides what the program is about.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * To look up "localhost", the C library asks nscd through a UNIX socket, reads
 * the addresses of the machine from a netlink socket, asks name servers by UDP
 * and connects UDP sockets only to see which source address they get. Python
 * asks a new socket for its address when accept() returned it, and polls
 * before each call of a socket that has a timeout.
 *
 * Nothing is guessed from what such calls look like, for a program's own UDP
 * socket looks the same. When socket(2) is called, the functions on the stack
 * say on whose behalf: a socket that is made inside getaddrinfo() is the
 * lookup's until it is closed. It is known by its inode, for the number may be
 * another's by then. Python's calls are known by the function that makes them:
 * of its socket.py, or of its own C code. A function without a name, in a file
 * that was stripped, is no evidence. Nor is what the calls do: it shows only
 * when socket() has been told already, and a DNS client of the learner's own
 * sends to port 53, too.
 */
#include "lab/source/source.h"
#include "lab/trace/trace_parts.h"

#include <asm/ioctls.h>
#include <string.h>
#include <sys/syscall.h>

/* A socket of a lookup. */
struct noise_fd {
	int fd;
	uint64_t inode;
	enum call_noise noise;
	const char *behalf; /* the function that made it */
};

void trace_noise_forget(struct tracee *tracee)
{
	free(tracee->noises);
	tracee->noises = NULL;
	tracee->noise_count = tracee->noise_cap = 0;
}

/* --- on whose behalf -------------------------------------------------------
 */

struct behalf {
	const char *function; /* without what stands before and behind a name */
	enum call_noise noise;
};

/* clang-format off */
static const struct behalf behalves[] = {
	{"getaddrinfo", NOISE_NAMES},
	{"getnameinfo", NOISE_NAMES},
	{"gethostbyname", NOISE_NAMES},
	{"gethostbyname2", NOISE_NAMES},
	{"gethostbyaddr", NOISE_NAMES},
	{"gethostent", NOISE_NAMES},
	{"getnetbyname", NOISE_NAMES},
	{"getnetbyaddr", NOISE_NAMES},
	{"getservbyname", NOISE_NAMES},
	{"getservbyport", NOISE_NAMES},
	{"getprotobyname", NOISE_NAMES},
	{"getprotobynumber", NOISE_NAMES},
	{"res_query", NOISE_NAMES},
	{"res_nquery", NOISE_NAMES},
	{"res_search", NOISE_NAMES},
	{"res_nsearch", NOISE_NAMES},
	{"res_send", NOISE_NAMES},
	{"res_nsend", NOISE_NAMES},
	{"getpwnam", NOISE_USERS},
	{"getpwuid", NOISE_USERS},
	{"getpwent", NOISE_USERS},
	{"getspnam", NOISE_USERS},
	{"getgrnam", NOISE_USERS},
	{"getgrgid", NOISE_USERS},
	{"getgrent", NOISE_USERS},
	{"getgrouplist", NOISE_USERS},
	{"initgroups", NOISE_USERS},
	{"getifaddrs", NOISE_LINKS},
	{"if_nametoindex", NOISE_LINKS},
	{"if_indextoname", NOISE_LINKS},
	{"if_nameindex", NOISE_LINKS},
	// Go looks names up by itself, and tries whether there is IPv6.
	{"net.(*Resolver).lookupIPAddr", NOISE_NAMES},
	{"net.(*Resolver).goLookupIPCNAMEOrder", NOISE_NAMES},
	{"net.(*Resolver).exchange", NOISE_NAMES},
	{"net.sortByRFC6724", NOISE_NAMES},
	{"net.(*ipStackCapabilities).probe", NOISE_LINKS},
};
/* clang-format on */

/* "getpwuid" of "__getpwuid_r". */
static bool is_function(const char *name, const char *wanted)
{
	name += strspn(name, "_");
	size_t len = strlen(wanted);
	return !strncmp(name, wanted, len) &&
	       (!name[len] || !strcmp(name + len, "_r"));
}

struct search {
	const struct behalf *found;
	int depth;
};

static bool look_for_behalf(void *data, const char *function, const char *file)
{
	enum { DEEPEST = 32 };
	struct search *search = data;
	(void)file;
	for (size_t i = 0; i < COUNT(behalves) && !search->found; i++) {
		if (is_function(function, behalves[i].function))
			search->found = &behalves[i];
	}
	return !search->found && ++search->depth < DEEPEST;
}

static const struct behalf *find_behalf(const struct tracee *tracee)
{
	struct source *source = tracee_source(tracee);
	struct search search = {0};
	if (source)
		source_walk(source, tracee->tid, look_for_behalf, &search);
	return search.found;
}

/* --- what the socket is for ------------------------------------------------
 */

static struct noise_fd *find_fd(const struct tracee *leader, int fd)
{
	for (size_t i = 0; i < leader->noise_count; i++) {
		if (leader->noises[i].fd == fd)
			return &leader->noises[i];
	}
	return NULL;
}

struct lookup {
	const struct tracee *leader;
	const struct noise_fd *noise;
};

static bool is_noisy(void *data, int fd)
{
	struct lookup *lookup = data;
	const struct noise_fd *noise = find_fd(lookup->leader, fd);
	if (!noise || trace_socket(lookup->leader->tid, fd) != noise->inode)
		return false;
	lookup->noise = noise;
	return true;
}

static const struct noise_fd *find_lookup(const struct tracee *tracee)
{
	struct lookup lookup = {tracee_leader(tracee), NULL};
	if (!lookup.leader || !lookup.leader->noise_count ||
	    !trace_call_is_about(tracee->row, tracee->tid, tracee->args,
				 is_noisy, &lookup))
		return NULL;
	return lookup.noise;
}

bool trace_noise_has(const struct tracee *tracee, uint64_t inode)
{
	for (size_t i = 0; i < tracee->noise_count; i++) {
		if (tracee->noises[i].inode == inode)
			return true;
	}
	return false;
}

static void add(const struct tracee *tracee, struct tracee *leader, int fd)
{
	leader->noises =
		xgrow(leader->noises, &leader->noise_cap,
		      leader->noise_count + 1, sizeof(*leader->noises));
	leader->noises[leader->noise_count++] =
		(struct noise_fd){fd, trace_socket(tracee->tid, fd),
				  tracee->noise, tracee->behalf};
}

void trace_noise_returned(const struct tracee *tracee, int64_t value)
{
	struct tracee *leader = tracee_leader(tracee);
	int pair[2];
	if (!leader || value < 0)
		return;
	if (tracee->row->number == SYS_close) {
		struct noise_fd *gone = find_fd(leader, (int)tracee->args[0]);
		if (gone)
			*gone = leader->noises[--leader->noise_count];
	} else if (tracee->row->number == SYS_socket) {
		add(tracee, leader, (int)value);
	} else if (tracee->row->number == SYS_socketpair &&
		   trace_read(tracee->tid, tracee->args[3], pair,
			      sizeof(pair))) {
		add(tracee, leader, pair[0]);
		add(tracee, leader, pair[1]);
	}
}

/* --- Python ----------------------------------------------------------------
 */

/* Functions of its socket.py that make calls besides; `caller` is who must
 * have called them, where that matters. */
static const struct {
	long number;
	const char *function, *caller;
} of_module[] = {
	{SYS_getsockname, "socket.__init__", "socket.accept"},
	{SYS_ioctl, "socket.accept", NULL},
	{SYS_getsockname, "socket.__repr__", NULL},
	{SYS_getpeername, "socket.__repr__", NULL},
	{SYS_ioctl, "create_connection", NULL},
};

static bool is_in_module(const struct source_stack *stack, size_t depth,
			 const char *function)
{
	static const char file[] = "/socket.py";
	const struct source_frame *frame = &stack->frames[depth];
	size_t len =
		depth < stack->count && frame->file ? strlen(frame->file) : 0;
	return len > sizeof(file) && strstr(frame->file, "/lib/python") &&
	       !strcmp(frame->file + len - (sizeof(file) - 1), file) &&
	       !strcmp(frame->function, function);
}

static bool is_of_module(struct tracee *tracee, struct source *source)
{
	struct source_stack stack;
	source_find(source, tracee->tid, &tracee->arena, &stack);
	for (size_t i = 0; i < COUNT(of_module); i++) {
		const char *caller = of_module[i].caller;
		if (of_module[i].number == tracee->row->number &&
		    is_in_module(&stack, 0, of_module[i].function) &&
		    (!caller || is_in_module(&stack, 1, caller)))
			return true;
	}
	return false;
}

struct interpreter_search {
	long number;
	bool found;
	int depth;
};

static bool is_of_interpreter(const char *file)
{
	const char *name = text_base(file);
	return !strncmp(name, "python", 6) || !strncmp(name, "libpython", 9) ||
	       !strncmp(name, "_socket.", 8);
}

/* settimeout() and setblocking() make the same call; only one was asked for
 * by that name. Behind the C library's function stands who polls: the
 * interpreter itself, for other modules are files of their own. */
static bool look_for_interpreter(void *data, const char *function,
				 const char *file)
{
	struct interpreter_search *search = data;
	bool is_poll = search->number != SYS_ioctl;
	bool is_own = is_of_interpreter(file);
	if (is_own && is_poll)
		search->found = true;
	if (is_own && !is_poll)
		search->found = text_is_of(function, "sock_settimeout") ||
				text_is_of(function, "sock_initobj_impl") ||
				text_is_of(function, "sock_initobj");
	bool goes_on =
		is_own ? !is_poll && !text_is_of(function, "sock_setblocking")
		       : strstr(file, "libc") != NULL;
	return !search->found && goes_on && ++search->depth < 6;
}

/* The interpreter polls a struct pollfd of its own stack; the array of a
 * select.poll object was allocated. */
static bool is_on_stack(const struct tracee *tracee, uint64_t address)
{
	enum { NEAR = 8192 };
	return address >= tracee->stack && address - tracee->stack < NEAR;
}

static bool can_be_python(const struct tracee *tracee)
{
	switch (tracee->row->number) {
#ifdef SYS_poll
	case SYS_poll:
#endif
	case SYS_ppoll:
		return tracee->args[1] == 1 &&
		       is_on_stack(tracee, tracee->args[0]);
	case SYS_ioctl:
		return tracee->args[1] == FIONBIO;
	case SYS_getsockname:
	case SYS_getpeername:
		return true;
	default:
		return false;
	}
}

/* The C library's perror writes to a copy of standard error, whose number is
 * the lowest that is free: often that of the socket that was closed. */
static bool look_for_perror(void *data, const char *function, const char *file)
{
	enum { DEEPEST = 16 };
	struct search *search = data;
	static const struct behalf perror_is = {"perror", NOISE_MESSAGES};
	(void)file;
	if (is_function(function, perror_is.function))
		search->found = &perror_is;
	return !search->found && ++search->depth < DEEPEST;
}

static bool is_of_perror(const struct tracee *tracee)
{
	struct search search = {0};
	struct source *source =
		tracee->row->number == SYS_write &&
				!trace_socket(tracee->tid, (int)tracee->args[0])
			? tracee_source(tracee)
			: NULL;
	if (source)
		source_walk(source, tracee->tid, look_for_perror, &search);
	return search.found;
}

static enum call_noise find_python(struct tracee *tracee)
{
	if (!can_be_python(tracee))
		return NOISE_NONE;
	struct source *source = tracee_source(tracee);
	if (!source || !source_is_python(source))
		return NOISE_NONE;
	long number = tracee->row->number;
	struct interpreter_search search = {.number = number};
	bool names = number == SYS_getsockname || number == SYS_getpeername;
	if (!names)
		source_walk(source, tracee->tid, look_for_interpreter, &search);
	return search.found || is_of_module(tracee, source) ? NOISE_PYTHON
							    : NOISE_NONE;
}

enum call_noise trace_noise_find(struct tracee *tracee)
{
	bool makes = tracee->row->number == SYS_socket;
	const struct behalf *found = makes ? find_behalf(tracee) : NULL;
	tracee->behalf = found ? found->function : NULL;
	if (found)
		return found->noise;
	const struct noise_fd *lookup = makes ? NULL : find_lookup(tracee);
	tracee->behalf = lookup ? lookup->behalf : NULL;
	if (lookup)
		return lookup->noise;
	struct source *source = trace_loop_may(tracee) || trace_java_may(tracee)
					? tracee_source(tracee)
					: NULL;
	if (source && trace_loop_may(tracee) && trace_loop_has(tracee, source))
		return NOISE_LOOP;
	if (source && trace_java_may(tracee) && trace_java_has(tracee, source))
		return NOISE_JAVA;
	return is_of_perror(tracee) ? NOISE_MESSAGES : find_python(tracee);
}
