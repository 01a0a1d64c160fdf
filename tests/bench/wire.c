/* wire: how fast the wire carries, holds and releases.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Everything is as in a run: a lab, its loop, a journal that gets the events.
 * The ends of the transfers are this program again, run inside the lab.
 */
#include "base/clock.h"
#include "base/mem.h"
#include "bench.h"
#include "journal/journal.h"
#include "lab/lab.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { PORT = 5001, BULK_MS = 2000, HELD = 9000, FLOOD_MS = 1500 };

/* --- inside the lab --------------------------------------------------------
 */

static struct sockaddr_in server(void)
{
	struct sockaddr_in at = {.sin_family = AF_INET,
				 .sin_port = htons(PORT)};
	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	return at;
}

/* Takes one connection and prints the bits per second that came. */
static int receive_bulk(void)
{
	static char bytes[256 * 1024];
	struct sockaddr_in at = server();
	int listener = socket(AF_INET, SOCK_STREAM, 0);
	if (bind(listener, (struct sockaddr *)&at, sizeof(at)) < 0 ||
	    listen(listener, 1) < 0)
		return 1;
	int conn = accept(listener, NULL, NULL);
	uint64_t begin = clock_now(), total = 0;
	for (ssize_t len; (len = read(conn, bytes, sizeof(bytes))) > 0;)
		total += (uint64_t)len;
	printf("%.0f\n", (double)total * 8 * CLOCK_SECOND /
				 (double)(clock_now() - begin));
	return 0;
}

static int send_bulk(void)
{
	static char bytes[256 * 1024];
	struct sockaddr_in at = server();
	int fd;
	do
		fd = socket(AF_INET, SOCK_STREAM, 0);
	while (connect(fd, (struct sockaddr *)&at, sizeof(at)) < 0 &&
	       close(fd) == 0);
	uint64_t end = clock_now() + BULK_MS * CLOCK_MS;
	while (clock_now() < end && write(fd, bytes, sizeof(bytes)) > 0)
		continue;
	return 0;
}

/* Sends `count` datagrams, or as fast as it can for FLOOD_MS. */
static int send_datagrams(unsigned count)
{
	char bytes[1000] = {0};
	struct sockaddr_in at = server();
	int in = socket(AF_INET, SOCK_DGRAM, 0),
	    out = socket(AF_INET, SOCK_DGRAM, 0);
	if (bind(in, (struct sockaddr *)&at, sizeof(at)) < 0)
		return 1;
	uint64_t end = clock_now() + FLOOD_MS * CLOCK_MS;
	for (unsigned i = 0; count ? i < count : clock_now() < end; i++) {
		sendto(out, bytes, sizeof(bytes), 0, (struct sockaddr *)&at,
		       sizeof(at));
		// The ring has a thousand places.
		if (count && i % 256 == 255)
			usleep(4000);
	}
	return 0;
}

int bench_wire_end(int argc, char **argv)
{
	(void)argc;
	if (!strcmp(argv[1], "receive"))
		return receive_bulk();
	if (!strcmp(argv[1], "send"))
		return send_bulk();
	return send_datagrams((unsigned)atoi(argv[1]));
}

/* --- outside ---------------------------------------------------------------
 */

struct stage {
	struct loop *loop;
	struct lab *lab;
	struct journal *journal;
	char program[512];
	bool over;
	uint64_t longest; /* turn of the loop, nanoseconds of our own work */
};

static void keep(void *data, const struct event *event)
{
	struct stage *stage = data;
	journal_append(stage->journal, event);
	if (event->kind == EVENT_OUTPUT)
		stage->over = true;
	if (event->kind == EVENT_NOTE)
		fprintf(stderr, "note: %s\n", event->as.note);
}

static void settled(void *data)
{
	struct stage *stage = data;
	stage->over = true;
}

static uint64_t own_time(void)
{
	struct timespec time;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
	return (uint64_t)time.tv_sec * CLOCK_SECOND + (uint64_t)time.tv_nsec;
}

static void fail(const char *what)
{
	fprintf(stderr, "%s\n", what);
	exit(1);
}

static void run_until_over(struct stage *stage)
{
	struct err err;
	for (stage->over = false; !stage->over;) {
		uint64_t begin = own_time();
		if (!loop_once(stage->loop, 1000, &err))
			fail(err.text);
		uint64_t took = own_time() - begin;
		if (took > stage->longest)
			stage->longest = took;
	}
}

static void settle(struct stage *stage)
{
	lab_settle(stage->lab, NULL, settled, stage);
	run_until_over(stage);
}

static void order(struct stage *stage, const char *text)
{
	struct arena arena = {0};
	struct order order;
	struct err err;
	if (!order_parse(str_from(text), &arena, &order, &err) ||
	    !lab_order(stage->lab, &order, &err))
		fail(err.text);
	arena_done(&arena);
}

/* Runs a command line in which % is this program; what it printed. Packets may
 * be told behind that. */
static const char *run(struct stage *stage, const char *format)
{
	struct err err;
	struct buf command = {0};
	const struct journal *journal = stage->journal;
	size_t place = journal_count(journal);
	for (const char *at = format; *at; at++) {
		if (*at == '%')
			buf_puts(&command, stage->program);
		else
			buf_putc(&command, *at);
	}
	if (!lab_run(stage->lab, NULL, buf_text(&command), &err))
		fail(err.text);
	buf_done(&command);
	run_until_over(stage);
	for (size_t i = journal_count(journal); i-- > place;) {
		const struct event *event = journal_at(journal, i);
		if (event->kind == EVENT_OUTPUT)
			return event->as.output.text;
	}
	fail("the command ended without its output");
	return NULL;
}

static void open_stage(struct stage *stage)
{
	static const struct lab_actor actors[] = {{"server", NULL},
						  {"client", NULL}};
	struct lab_config config = {.actors = actors, .actor_count = 2};
	struct err err;
	*stage = (struct stage){.journal = journal_new()};
	if (readlink("/proc/self/exe", stage->program,
		     sizeof(stage->program) - 1) < 0)
		fail("readlink");
	stage->loop = loop_new(&err);
	stage->lab = lab_open(&config, stage->loop, keep, stage, &err);
	if (!stage->lab || lab_missing(stage->lab))
		fail("no wire here: sockstep doctor");
}

static void close_stage(struct stage *stage)
{
	lab_close(stage->lab);
	loop_free(stage->loop);
	journal_free(stage->journal);
}

static void bench_bulk(void)
{
	struct stage stage;
	open_stage(&stage);
	const char *bits = run(&stage, "% receive & % send; wait");
	printf("wire-bits %s", bits);
	settle(&stage);
	printf("wire-bulk-events %zu\n", journal_count(stage.journal));
	close_stage(&stage);
}

/* Packets per second of our own time: how long the lab's process is busy. */
static void bench_held(void)
{
	struct stage stage;
	char command[64];
	open_stage(&stage);
	order(&stage, "hold all");
	snprintf(command, sizeof(command), "%% %d", HELD);
	uint64_t begin = own_time();
	run(&stage, command);
	settle(&stage);
	uint64_t held = own_time() - begin;
	size_t place = journal_count(stage.journal);
	begin = own_time();
	order(&stage, "deliver all");
	settle(&stage);
	settle(&stage);
	uint64_t released = own_time() - begin;
	size_t events = journal_count(stage.journal) - place;
	if (events < HELD)
		fprintf(stderr, "only %zu were released\n", events);
	printf("wire-held %.0f\n", HELD / ((double)held / CLOCK_SECOND));
	printf("wire-released %.0f\n",
	       HELD / ((double)released / CLOCK_SECOND));
	close_stage(&stage);
}

static void bench_flood(void)
{
	struct stage stage;
	open_stage(&stage);
	run(&stage, "% 0");
	printf("wire-turn %.6f\n", (double)stage.longest / CLOCK_SECOND);
	close_stage(&stage);
}

void bench_wire(void)
{
	bench_bulk();
	bench_held();
	bench_flood();
}
