/* table_steady: the columns of sockets that stay in their places.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A lesson says beforehand who is in it, which of them have several sockets or
 * come to have one together, of which kinds these are, and which addresses they
 * get. From that, and from nothing that comes and goes, each column has its
 * width: first what its values need by themselves, then, as far as the screen
 * is wide enough, what stood there before as well. Only a value that is longer
 * than anything of the lesson, such as a variable of the learner's own, makes
 * its column wider. Where even the values alone have no room, a queue of which
 * the lesson never speaks is left out, addresses are cut, and the Netid and the
 * variable go, in all of the lesson's beats alike.
 */
#include "show/socket/table_steady.h"

#include "base/sentence.h"
#include "show/socket/table_fit.h"

#include <string.h>

enum {
	SCREEN = 78,	  /* narrower ones show what a beat needs */
	SOCK_TYPES = 0xf, /* the bits of a type that are no flags */
	QUEUE = 6,	  /* "Recv-Q" */
	STATE = 10,	  /* "CLOSE-WAIT" */
	PORT = 6,	  /* ":12345" */
	HOST = 9,	  /* "127.0.0.1" */
	WHO_BOTH = 16,	  /* "server,child" is as long, or cut */
	ANY = 10,	  /* "0.0.0.0:*→" */
};

/* What the lesson says beforehand. */
struct plan {
	const struct view *view;
	unsigned *counts;	   /* of each actor's variables for sockets */
	const struct call *socket; /* the first socket(), NULL before one */
	bool mixed;		   /* another one is of another Netid */
	bool several;		   /* some actor has several */
	bool internet, local;	   /* there are sockets of these families */
	int kernel, who, name, address; /* the longest of these */
	int shared; /* the longest of two actors that share descriptors, or 0 */
};

static int larger(int a, int b)
{
	return a > b ? a : b;
}

static int columns_of(const char *text)
{
	return (int)text_width(text, strlen(text));
}

/* Sockets of IPv4 and of IPv6 are one Netid, and flags are none. */
static bool is_alike(const struct call *a, const struct call *b)
{
	bool local = a->args[0].num == AF_UNIX;
	return local == (b->args[0].num == AF_UNIX) &&
	       (a->args[1].num & SOCK_TYPES) == (b->args[1].num & SOCK_TYPES);
}

static void plan_kind(struct plan *plan, const struct call *call)
{
	bool pair = call_is(call, "socketpair");
	if ((!pair && !call_is(call, "socket")) || call->argc < 2)
		return;
	if (!plan->socket)
		plan->socket = call;
	plan->mixed |= !is_alike(plan->socket, call);
	plan->local |= call->args[0].num == AF_UNIX;
	plan->internet |= call->args[0].num != AF_UNIX;
}

static void plan_addresses(struct plan *plan, const struct call *call)
{
	for (size_t i = 0; i < call->argc; i++) {
		const struct address *address = value_address(&call->args[i]);
		struct buf text = {0};
		if (!address->len)
			continue;
		address_print_ss(address, &text);
		plan->address =
			larger(plan->address, columns_of(buf_text(&text)));
		buf_done(&text);
	}
}

static void plan_name(struct plan *plan, const char *actor, const char *name)
{
	const struct lesson *lesson = plan->view->scene->lesson;
	if (!name)
		return;
	for (size_t i = 0; i < lesson->actor_count; i++) {
		plan->counts[i] += !strcmp(lesson->actors[i].name, actor);
		plan->several |= plan->counts[i] > 1;
	}
	plan->name = larger(plan->name, columns_of(name));
}

static void plan_call(struct plan *plan, const char *actor,
		      const struct call *call)
{
	const char *name;
	int64_t number;
	if (!call->syscall)
		return;
	if (call_can_make_fd(call))
		plan_name(plan, actor, call->into);
	for (size_t i = 0; call_given(call, i, &name, &number); i++)
		plan_name(plan, actor, name);
	if (call_is(call, "fork") || call_is(call, "pthread_create")) {
		const char *child = call->into ? call->into : "child";
		int both = columns_of(actor) + 1 + columns_of(child);
		if (both <= WHO_BOTH)
			plan->shared = larger(plan->shared, both);
	}
	plan_kind(plan, call);
	plan_addresses(plan, call);
}

/* Who is in the lesson, and who came besides. */
static void plan_who(struct plan *plan)
{
	const struct view *view = plan->view;
	const struct lesson *lesson = view->scene->lesson;
	for (size_t i = 0; i < lesson->actor_count; i++)
		plan->who =
			larger(plan->who, columns_of(lesson->actors[i].name));
	for (size_t i = 0; i < lesson->child_count; i++)
		plan->who = larger(plan->who, columns_of(lesson->children[i]));
	for (size_t i = 0; i < view->actor_count; i++)
		plan->who = larger(plan->who, columns_of(view->actors[i].name));
	for (size_t i = 0; view_has_hosts(view) && i < lesson->host_count; i++)
		plan->who = larger(plan->who,
				   plan->kernel + 1 +
					   columns_of(lesson->hosts[i].name));
}

/* Addresses of hosts are longer, or shorter, than that of loopback. */
static void plan_hosts(struct plan *plan)
{
	const struct lesson *lesson = plan->view->scene->lesson;
	int longest = lesson->host_count ? 0 : HOST;
	for (size_t i = 0; i < lesson->host_count; i++) {
		const char *addresses = lesson->hosts[i].addresses;
		int len = addresses ? (int)strcspn(addresses, "/ ") : HOST;
		longest = larger(longest, len);
	}
	plan->address = larger(plan->address, longest + PORT);
}

static struct plan plan_make(struct view *view)
{
	const struct lesson *lesson = view->scene->lesson;
	int kernel = columns_of(sentence_text("panel-kernel"));
	struct plan plan = {.view = view,
			    .kernel = kernel,
			    .who = kernel,
			    .counts = arena_alloc(&view->arena,
						  (lesson->actor_count +
						   1) * sizeof(*plan.counts))};
	for (size_t i = 0; i < lesson->setup_count; i++)
		plan_call(&plan, lesson->setups[i].actor,
			  &lesson->setups[i].call);
	for (size_t i = 0; i < lesson_beats(lesson); i++) {
		size_t step, at;
		lesson_beat_at(lesson, i, &step, &at);
		const struct beat *beat = &lesson->steps[step].beats[at];
		if (beat->kind == BEAT_CALL || beat->kind == BEAT_TRY)
			plan_call(&plan, beat->actor, &beat->call);
	}
	plan_who(&plan);
	for (size_t i = 0; i < view->change_count; i++) {
		const struct change *change = &view->changes[i];
		const struct socket_state *row =
			change->after ? change->after : change->before;
		plan.internet |= row->family == AF_INET;
	}
	if (plan.internet)
		plan_hosts(&plan);
	return plan;
}

/* What the values need, and those that are on the screen. */
static void set_least(const struct plan *plan, struct table *table)
{
	int *widths = table->widths;
	bool named = plan->several || table_has_namesakes(table);
	bool mixed = plan->mixed || table_is_mixed(table);
	int address = larger(plan->address, (int)strlen("Local"));
	int other = (int)strlen("Peer");
	if (plan->local) // "client fd 3"
		other = plan->who + 1 +
			columns_of(sentence_text("panel-fd-two")) + 2;
	widths[TABLE_WHO] = larger(plan->who, plan->shared);
	widths[TABLE_NAME] = named ? larger(plan->name, 1) : 0;
	widths[TABLE_FD] = plan->shared ? 3 : 2;
	widths[TABLE_NETID] = mixed ? 1 : 0;
	widths[TABLE_STATE] = STATE;
	widths[TABLE_RECV_Q] = widths[TABLE_SEND_Q] = QUEUE;
	widths[TABLE_LOCAL] = address;
	widths[TABLE_PEER] =
		plan->internet ? larger(address, other) : larger(other, 1);
	// What is longer than the lesson says moves others, but no address.
	for (int i = 0; i < TABLE_LOCAL; i++) {
		if (widths[i])
			widths[i] = larger(widths[i],
					   table_column_width(table, i, false));
	}
}

/* What can be done without, until the rest has room. */
static bool leave_out(const struct view *view, struct table *table, int width)
{
	static const enum table_column columns[] = {TABLE_NETID, TABLE_NAME};
	int *widths = table->widths;
	if (table_width(table) > width && view->step_count &&
	    !view_lesson_names(view, table_heading(TABLE_SEND_Q)))
		widths[TABLE_SEND_Q] = 0;
	table_cut_addresses(table, width);
	for (size_t i = 0; i < COUNT(columns); i++) {
		if (table_width(table) > width)
			widths[columns[i]] = 0;
	}
	return table_width(table) <= width;
}

/* Gives a column up to `most` of what is left. */
static void give(struct table *table, enum table_column column, int most,
		 int width)
{
	int *mine = &table->widths[column];
	int left = width - table_width(table);
	int more = most - *mine;
	if (*mine && more > 0 && left > 0)
		*mine += more < left ? more : left;
}

/* Room for what was there before: first for what changes most. */
static void hand_out(const struct plan *plan, struct table *table, int width)
{
	const struct {
		enum table_column column;
		int most;
	} turns[] = {
		{TABLE_STATE, 16}, /* "ESTAB→CLOSE-WAIT" */
		{TABLE_RECV_Q, 8}, /* "832→1664" */
		{TABLE_SEND_Q, 8},
		{TABLE_STATE, 21}, /* "FIN-WAIT-1→FIN-WAIT-2" */
		{TABLE_FD, 4},	   /* "-→10" */
		{TABLE_WHO, plan->kernel + 1 + plan->who},
		{TABLE_LOCAL, plan->internet ? ANY + plan->address : 0},
	};
	for (size_t i = 0; i < COUNT(turns); i++)
		give(table, turns[i].column, turns[i].most, width);
	// Behind the last one only notes stand.
	give(table, TABLE_PEER, table_column_width(table, TABLE_PEER, false),
	     width);
}

/* What the row's note says of a cell's old value, "" for nothing: an address or
 * a number that was is in the calls. */
static const char *told(struct view *view, const struct table *table,
			const struct table_row *row, int column)
{
	const struct table_cell *cell = &row->cells[column];
	const struct change *change = row->change;
	bool kernels =
		change->before && change->after &&
		(!change->before->owner_count || !change->after->owner_count);
	if (column == TABLE_STATE)
		return SENTENCE_KEPT(&view->arena, "note-was",
				     SLOT_TEXT("state", cell->old));
	if (column == TABLE_WHO && kernels)
		return arena_printf(&view->arena, "%s%s%s", cell->old,
				    table->arrow, cell->now);
	if (column == TABLE_RECV_Q || column == TABLE_SEND_Q)
		return SENTENCE_KEPT(
			&view->arena, "note-column-was",
			SLOT_TEXT("column",
				  table_heading((enum table_column)column)),
			SLOT_TEXT("value", cell->old));
	return "";
}

static void tell_old(struct view *view, struct table *table,
		     struct table_row *row)
{
	struct buf note = {0};
	for (int i = 0; i < TABLE_COLUMNS; i++) {
		struct table_cell *cell = &row->cells[i];
		if (!cell->old || !*cell->old ||
		    table_cell_width(table, cell) <= table->widths[i])
			continue;
		const char *was = told(view, table, row, i);
		buf_printf(&note, "%s%s", note.len && *was ? ", " : "", was);
		// An empty old value still says that the cell changed.
		cell->old = "";
	}
	if (note.len)
		row->note =
			arena_printf(&view->arena, "%s%s%s", buf_text(&note),
				     *row->note ? ", " : "", row->note);
	buf_done(&note);
}

bool table_steady(struct view *view, struct table *table, int width)
{
	struct plan plan = plan_make(view);
	set_least(&plan, table);
	bool fits = width < SCREEN ? table_width(table) <= width
				   : leave_out(view, table, width);
	if (!fits) {
		memset(table->widths, 0, sizeof(table->widths));
		return false;
	}
	hand_out(&plan, table, width);
	for (size_t i = 0; i < table->count; i++)
		tell_old(view, table, &table->rows[i]);
	return true;
}
