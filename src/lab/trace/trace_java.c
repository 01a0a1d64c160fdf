/* trace_java: calls that Java makes besides what its program asked for.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * When Java's libraries for the net are loaded they try what the kernel has:
 * IPv6, SO_REUSEPORT, options of TCP, each with a socket of its own. The first
 * close() of a connection makes a pair of sockets, by which threads that still
 * read from it are woken. Their functions have names, also where no line is
 * known; one of the learner's that has the same is in another file.
 */
#include "lab/source/source.h"
#include "lab/trace/trace_parts.h"

#include <string.h>
#include <sys/syscall.h>

static const struct {
	const char *function, *object;
} of_java[] = {
	{"IPv4_supported", "libnet.so"},
	{"IPv6_supported", "libnet.so"},
	{"reuseport_supported", "libnet.so"},
	{"socketOptionSupported", "libextnet.so"},
	// Before Java 20, and from then on.
	{"Java_sun_nio_ch_FileDispatcherImpl_init", "libnio.so"},
	{"Java_sun_nio_ch_UnixDispatcher_init", "libnio.so"},
};

struct java_search {
	bool found;
	int depth;
};

static bool is_in(const char *file, const char *object)
{
	const char *name = strrchr(file, '/');
	return name && !strcmp(name + 1, object);
}

static bool look_for_java(void *data, const char *function, const char *file)
{
	enum { DEEPEST = 4 };
	struct java_search *search = data;
	for (size_t i = 0; i < COUNT(of_java); i++)
		search->found |= !strcmp(function, of_java[i].function) &&
				 is_in(file, of_java[i].object);
	return !search->found && ++search->depth < DEEPEST;
}

/* IPv6 is not tried where standard input is a socket of IPv4. */
static bool asks_standard_input(const struct tracee *tracee)
{
	return tracee->row->number == SYS_getsockname && !tracee->args[0] &&
	       !trace_socket(tracee->tid, 0);
}

bool trace_java_may(const struct tracee *tracee)
{
	return tracee->row->number == SYS_socket ||
	       tracee->row->number == SYS_socketpair ||
	       asks_standard_input(tracee);
}

bool trace_java_has(const struct tracee *tracee, struct source *source)
{
	struct java_search search = {0};
	source_walk(source, tracee->tid, look_for_java, &search);
	return search.found;
}
