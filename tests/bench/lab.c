/* lab: how long a lab takes to be ready, and a snapshot of 10 000 sockets.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Prints "NAME SECONDS" lines that tests/bench/run turns into ratios.
 */
#include "lab/lab.h"

#include "base/clock.h"
#include "base/mem.h"
#include "bench.h"
#include "lab/probe/probe.h"

#include <arpa/inet.h>
#include <linux/netlink.h>
#include <net/if.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/wait.h>

enum { LABS = 50, PAIRS = 5000, SNAPSHOTS = 20 };

static int by_size(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
	return (x > y) - (x < y);
}

static void print_median(const char *name, uint64_t *times, size_t count)
{
	qsort(times, count, sizeof(*times), by_size);
	printf("%s %.6f\n", name, (double)times[count / 2] / CLOCK_SECOND);
}

static void ignore(void *data, const struct event *event)
{
	(void)data;
	(void)event;
}

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

static void bench_labs(void)
{
	static const struct lab_actor actors[] = {{"server", NULL},
						  {"client", NULL}};
	struct lab_config config = {.actors = actors, .actor_count = 2};
	uint64_t times[LABS];
	struct err err;
	struct loop *loop = loop_new(&err);
	for (size_t i = 0; i < LABS; i++) {
		uint64_t begin = clock_now();
		struct lab *lab = lab_open(&config, loop, ignore, NULL, &err);
		times[i] = clock_now() - begin;
		if (!lab) {
			fprintf(stderr, "%s\n", err.text);
			exit(1);
		}
		lab_close(lab);
	}
	loop_free(loop);
	print_median("lab", times, LABS);
}

static void raise_loopback(void)
{
	struct ifreq lo = {.ifr_name = "lo", .ifr_flags = IFF_UP};
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0 || ioctl(fd, SIOCSIFFLAGS, &lo) < 0)
		fail("raise lo");
	close(fd);
}

/* PAIRS connections: twice as many sockets, and a listener. */
static void open_sockets(void)
{
	struct rlimit files = {2 * PAIRS + 100, 2 * PAIRS + 100};
	if (setrlimit(RLIMIT_NOFILE, &files) < 0)
		fail("allow 10 100 descriptors");
	struct sockaddr_in address = {.sin_family = AF_INET,
				      .sin_port = htons(12345)};
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	int listener = socket(AF_INET, SOCK_STREAM, 0);
	if (bind(listener, (struct sockaddr *)&address, sizeof(address)) < 0 ||
	    listen(listener, 100) < 0)
		fail("listen");
	for (size_t i = 0; i < PAIRS; i++) {
		int client = socket(AF_INET, SOCK_STREAM, 0);
		if (client < 0 ||
		    connect(client, (struct sockaddr *)&address,
			    sizeof(address)) < 0 ||
		    accept(listener, NULL, NULL) < 0)
			fail("connect");
	}
}

static void bench_ss(const char *name, const char *command)
{
	uint64_t times[SNAPSHOTS];
	for (size_t i = 0; i < SNAPSHOTS; i++) {
		uint64_t begin = clock_now();
		if (system(command) != 0)
			fail(command);
		times[i] = clock_now() - begin;
	}
	print_median(name, times, SNAPSHOTS);
}

static void bench_snapshots(void)
{
	if (unshare(CLONE_NEWUSER | CLONE_NEWNET) < 0)
		fail("unshare");
	raise_loopback();
	open_sockets();
	struct probe_host host = {
		.name = "host",
		.diag = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC,
			       NETLINK_SOCK_DIAG),
	};
	uint64_t times[SNAPSHOTS];
	for (size_t i = 0; i < SNAPSHOTS; i++) {
		struct snapshot snapshot = {0};
		struct err err;
		uint64_t begin = clock_now();
		if (!probe_take(&host, 1, NULL, 0, false, &snapshot, &err)) {
			fprintf(stderr, "%s\n", err.text);
			exit(1);
		}
		times[i] = clock_now() - begin;
		if (snapshot.count < 2 * PAIRS)
			fail("too few rows");
		snapshot_done(&snapshot);
	}
	print_median("snapshot", times, SNAPSHOTS);
	bench_ss("ss", "ss -tan >/dev/null");
}

int main(int argc, char **argv)
{
	setvbuf(stdout, NULL, _IOLBF, 0);
	if (argc > 1 && strcmp(argv[1], "wire") != 0)
		return bench_wire_end(argc, argv);
	bench_wire();
	if (argc > 1)
		return 0;
	bench_labs();
	pid_t child = fork();
	if (child == 0) {
		bench_snapshots();
		exit(0);
	}
	int status;
	return waitpid(child, &status, 0) < 0 || status != 0;
}
