/* inspection: all that was read of one socket, value by value.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What somebody or something changed comes first: that is what a learner looks
 * for among a hundred values.
 */
#include "show/socket/inspection.h"

#include "base/sentence.h"
#include "call/table/option_help.h"
#include "show/socket/inspect_list.h"
#include "show/socket/inspect_value.h"

#include <string.h>

enum { NAME_WIDTH = 27 };

/* What stands above the values of a group. */
static const struct {
	const char *group, *title;
} titles[] = {
	{"fcntl", SENTENCE_ID("group-fcntl")},
	{"poll", SENTENCE_ID("group-poll")},
	{"ioctl", SENTENCE_ID("group-ioctl")},
	{"SO_MEMINFO", SENTENCE_ID("group-so-meminfo")},
	{"SOL_SOCKET", SENTENCE_ID("group-sol-socket")},
	{"IPPROTO_IP", SENTENCE_ID("group-ipproto-ip")},
	{"IPPROTO_IPV6", SENTENCE_ID("group-ipproto-ipv6")},
	{"IPPROTO_TCP", SENTENCE_ID("group-ipproto-tcp")},
	{"IPPROTO_UDP", SENTENCE_ID("group-ipproto-udp")},
	{"TCP_INFO", SENTENCE_ID("group-tcp-info")},
};

static const char *title_of(const char *group)
{
	for (size_t i = 0; i < COUNT(titles); i++) {
		if (!strcmp(titles[i].group, group))
			return sentence_text(titles[i].title);
	}
	return group;
}

/* Fields are called by small names, which alone say little. */
static const char *prefix_of(const struct inspect_row *row)
{
	bool is_field = row->name[0] >= 'a' && row->name[0] <= 'z';
	return row->differs && is_field ? row->group : "";
}

static const char *says(const struct inspect_row *row)
{
	const struct option_help *help =
		option_help_find(row->group, row->name);
	return help ? sentence_of("options", help->says) : "";
}

static void add_title(struct blocks *blocks, const char *title)
{
	blocks_add(blocks, (struct block){.text = " "});
	blocks_add(blocks, (struct block){.rule = true,
					  .style = STYLE_TITLE,
					  .text = title});
}

/* On a small screen the sentence gets a row of its own. */
static void add_row(struct view *view, const struct inspect_row *row,
		    struct blocks *blocks)
{
	struct arena *arena = &view->arena;
	struct buf value = {0};
	inspect_value_print(row, &value);
	bool small = view->small;
	const char *prefix = prefix_of(row);
	const char *name = arena_printf(arena, "%s%s%s", prefix,
					*prefix ? " " : "", row->name);
	const char *lead =
		arena_printf(arena, "%c %-*s", row->differs ? '*' : ' ',
			     small ? 0 : NAME_WIDTH, name);
	const char *text = arena_printf(arena, "`%s`", buf_text(&value));
	if (!small)
		text = arena_printf(arena, "%s  %s", text, says(row));
	blocks_add(blocks,
		   (struct block){.lead = lead,
				  .lead_style = row->differs ? STYLE_KEY
							     : STYLE_LABEL,
				  .text = text});
	if (small)
		blocks_add(blocks,
			   (struct block){.indent = 4, .text = says(row)});
	buf_done(&value);
}

static void add_changed(struct view *view, const struct event_inspect *inspect,
			struct blocks *blocks)
{
	bool is_first = true;
	for (size_t i = 0; i < inspect->count; i++) {
		if (!inspect->rows[i].differs)
			continue;
		if (is_first)
			add_title(blocks, sentence_text("group-changed"));
		is_first = false;
		add_row(view, &inspect->rows[i], blocks);
	}
}

static void add_groups(struct view *view, const struct event_inspect *inspect,
		       struct blocks *blocks)
{
	const char *group = "";
	for (size_t i = 0; i < inspect->count; i++) {
		const struct inspect_row *row = &inspect->rows[i];
		if (row->differs)
			continue;
		if (strcmp(group, row->group) != 0)
			add_title(blocks, title_of(row->group));
		group = row->group;
		add_row(view, row, blocks);
	}
}

static const struct event_inspect *last_of(const struct view *view)
{
	for (size_t i = view->scene->end; i-- > 0;) {
		const struct event *event = journal_at(view->scene->journal, i);
		if (event->kind == EVENT_INSPECT)
			return &event->as.inspect;
	}
	return NULL;
}

static void print_head(const struct view *view,
		       const struct event_inspect *inspect, struct buf *out)
{
	const struct socket_state *row =
		snapshot_find(&view->after, inspect->host, inspect->cookie);
	buf_printf(out, "%s fd %d", inspect->actor, inspect->fd);
	if (!row)
		return;
	buf_printf(out, ": %s %s ", socket_netid(row), socket_state_word(row));
	socket_print_end(row, &row->local, out);
	if (row->peer.len) {
		SENTENCE_LINE(out, " ", " ", "panel-peer");
		socket_print_end(row, &row->peer, out);
	}
}

void inspection_fill(struct view *view, struct blocks *blocks)
{
	const struct event_inspect *inspect = last_of(view);
	if (!inspect) {
		blocks_add(blocks,
			   (struct block){.text = sentence_text(
						  "panel-no-socket-yet")});
		return;
	}
	if (!inspect->cookie) {
		inspect_list_fill(view, inspect, blocks);
		return;
	}
	struct buf head = {0};
	print_head(view, inspect, &head);
	blocks_add(blocks,
		   (struct block){.style = STYLE_TITLE,
				  .raw = true,
				  .text = arena_strdup(&view->arena,
						       buf_text(&head))});
	add_changed(view, inspect, blocks);
	add_groups(view, inspect, blocks);
	buf_done(&head);
}
