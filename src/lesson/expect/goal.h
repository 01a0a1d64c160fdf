/* goal: one kind of expectation: how it is written and what must be so.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table is in expect.c. The rows' functions are in goal_call.c,
 * goal_socket.c (with goal_row.c), goal_role.c, goal_program.c, goal_bytes.c,
 * goal_fds.c, goal_wire.c, goal_time.c, goal_output.c and goal_usage.c.
 */
#pragma once
#include "journal/journal.h"
#include "lesson/expect/expect.h"
#include "lesson/expect/scan.h"

/* Where an expectation looks: the events in [begin, place) of the journal, and
 * the state at `place`. */
struct view {
	const struct journal *journal;
	size_t begin, place;
	const char *actor;    /* that the line names, or who made the call */
	const char *variable; /* that the line names, or NULL */
	bool any_actor;	      /* the variable may be another actor's */
};

enum goal_flag {
	GOAL_CALL = 1,	    /* about a call: the beat's, or the named actor's */
	GOAL_ACTOR = 2,	    /* may begin with an actor's name */
	GOAL_NAMED = 4,	    /* must begin with one */
	GOAL_COMMAND = 8,   /* about the program that the beat ran */
	GOAL_WIRE = 16,	    /* about packets */
	GOAL_VARIABLE = 32, /* begins with a variable */
	GOAL_LIMIT = 64,    /* no condition: how long the others may take */
	GOAL_USAGE = 128,   /* about what /proc says of the program */
};

/* `parse` reads what follows the word; the detail it makes lives in the scan's
 * arena. `holds` adds what is there instead, in the same notation, when it
 * answers no. */
struct goal {
	const char *word;
	unsigned flags;
	bool (*parse)(struct scan *scan, const void **detail);
	bool (*holds)(const void *detail, const struct view *view,
		      struct buf *found);
};

/* Whether a line of an expect block can begin with it: no name for actors. */
bool goal_is_word(const char *word);

/* All goals; `count` of them. */
const struct goal *goal_table(size_t *count);

/* The results of calls. */
bool goal_parse_range(struct scan *scan, const void **detail);
bool goal_parse_errors(struct scan *scan, const void **detail);
bool goal_parse_nothing(struct scan *scan, const void **detail);
bool goal_parse_signal(struct scan *scan, const void **detail);
bool goal_parse_text(struct scan *scan, const void **detail);
bool goal_holds_returns(const void *detail, const struct view *view,
			struct buf *found);
bool goal_holds_fails(const void *detail, const struct view *view,
		      struct buf *found);
bool goal_holds_blocks(const void *detail, const struct view *view,
		       struct buf *found);
bool goal_holds_killed(const void *detail, const struct view *view,
		       struct buf *found);
bool goal_holds_data(const void *detail, const struct view *view,
		     struct buf *found);
bool goal_holds_option(const void *detail, const struct view *view,
		       struct buf *found);
bool goal_holds_gives(const void *detail, const struct view *view,
		      struct buf *found);

/* An address whose port may be any. `none`: no address at all. */
struct place {
	struct address address;
	bool none, any_port;
};

bool scan_place(struct scan *scan, struct place *place);
bool place_has(const struct place *place, const struct address *address);
bool goal_parse_address(struct scan *scan, const void **detail);
bool goal_holds_address(const void *detail, const struct view *view,
			struct buf *found);

/* Rows of the kernel's sockets. */
bool goal_parse_socket(struct scan *scan, const void **detail);
bool goal_holds_socket(const void *detail, const struct view *view,
		       struct buf *found);
bool goal_parse_kernel(struct scan *scan, const void **detail);
bool goal_holds_kernel(const void *detail, const struct view *view,
		       struct buf *found);
bool goal_parse_fds(struct scan *scan, const void **detail);
bool goal_holds_fds(const void *detail, const struct view *view,
		    struct buf *found);

/* Packets. */
bool goal_parse_wire(struct scan *scan, const void **detail);
bool goal_holds_wire(const void *detail, const struct view *view,
		     struct buf *found);
bool goal_parse_held(struct scan *scan, const void **detail);
bool goal_holds_held(const void *detail, const struct view *view,
		     struct buf *found);
bool goal_holds_held_count(const void *detail, const struct view *view,
			   struct buf *found);

/* Time. */
bool goal_parse_time(struct scan *scan, const void **detail);
bool goal_holds_always(const void *detail, const struct view *view,
		       struct buf *found);

/* Real programs. */
bool goal_parse_output(struct scan *scan, const void **detail);
bool goal_holds_output(const void *detail, const struct view *view,
		       struct buf *found);
bool goal_holds_exit(const void *detail, const struct view *view,
		     struct buf *found);

/* Programs of an exercise. The first is about the sockets of a program with all
 * its threads and children. */
bool goal_owns(const struct socket_state *socket, const char *program);
bool goal_is_program(const struct view *view);

/* The row of the program's socket whose part the view's variable names, or
 * NULL: `listener`, `udp`, or the actor that it is connected to. */
const struct socket_state *goal_find_role(const struct view *view,
					  const struct snapshot *snapshot);
/* The row of the socket that the view's variable named, or NULL. */
const struct socket_state *goal_find_socket(const struct view *view,
					    const struct snapshot *snapshot);

/* The packets that were seen first in the view, in their order, without those
 * that come or do not come by the clock. The caller frees the array. */
const struct event_packet **goal_packets(const struct view *view,
					 size_t *count);

/* What became of the actor's last call: "returns 0", "blocks". */
void goal_print_call(const struct view *view, struct buf *out);
bool goal_holds_succeeds(const void *detail, const struct view *view,
			 struct buf *found);
bool goal_parse_gets(struct scan *scan, const void **detail);
bool goal_holds_gets(const void *detail, const struct view *view,
		     struct buf *found);

/* Whether what came is a beginning of what is to come, and no end was met. */
bool goal_wants_more(const void *detail, const struct view *view);
bool goal_holds_ends(const void *detail, const struct view *view,
		     struct buf *found);
bool goal_holds_runs(const void *detail, const struct view *view,
		     struct buf *found);
bool goal_parse_prints(struct scan *scan, const void **detail);
bool goal_holds_prints(const void *detail, const struct view *view,
		       struct buf *found);
bool goal_holds_silent(const void *detail, const struct view *view,
		       struct buf *found);
bool goal_holds_complains(const void *detail, const struct view *view,
			  struct buf *found);
bool goal_parse_calls(struct scan *scan, const void **detail);
bool goal_holds_calls(const void *detail, const struct view *view,
		      struct buf *found);
bool goal_parse_begins(struct scan *scan, const void **detail);
bool goal_holds_begins(const void *detail, const struct view *view,
		       struct buf *found);
bool goal_holds_sockets(const void *detail, const struct view *view,
			struct buf *found);

/* How many threads and children it had at a time, itself included, at most. */
bool goal_holds_threads(const void *detail, const struct view *view,
			struct buf *found);

/* What a program holds and has used. */
bool goal_parse_counted(struct scan *scan, const void **detail);
bool goal_parse_megabytes(struct scan *scan, const void **detail);
bool goal_holds_descriptors(const void *detail, const struct view *view,
			    struct buf *found);
bool goal_holds_children(const void *detail, const struct view *view,
			 struct buf *found);
bool goal_holds_zombies(const void *detail, const struct view *view,
			struct buf *found);
bool goal_holds_memory(const void *detail, const struct view *view,
		       struct buf *found);
bool goal_holds_idle(const void *detail, const struct view *view,
		     struct buf *found);
