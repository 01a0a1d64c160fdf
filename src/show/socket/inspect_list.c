/* inspect_list: what an epoll instance watches, entry by entry.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An entry is of an open file and keeps the number under which it was added;
 * who has the file now is found by its inode. The kernel adds EPOLLERR and
 * EPOLLHUP to what was asked for.
 */
#include "show/socket/inspect_list.h"

#include "base/sentence.h"
#include "call/table/symbol.h"
#include "journal/latest.h"

#include <inttypes.h>
#include <string.h>
#include <sys/epoll.h>

static const struct socket_state *socket_of(const struct view *view,
					    const struct watched *item)
{
	for (size_t i = 0; i < view->after.count; i++) {
		if (view->after.rows[i].inode == item->inode)
			return &view->after.rows[i];
	}
	return NULL;
}

static void print_socket(const struct socket_state *row, struct buf *out)
{
	buf_printf(out, "%s %s ", socket_netid(row), socket_state_word(row));
	socket_print_end(row, &row->local, out);
	if (row->peer.len) {
		SENTENCE_LINE(out, " ", " ", "panel-peer");
		socket_print_end(row, &row->peer, out);
	}
}

static void print_owners(const struct socket_state *row, struct buf *out)
{
	struct buf all = {0};
	for (size_t i = 0; i < row->owner_count; i++) {
		AUTO_FREE char *before = xstrdup(buf_text(&all));
		AUTO_FREE char *owner = xprintf(
			"%s fd %d", row->owners[i].actor, row->owners[i].fd);
		buf_clear(&all);
		if (i)
			SENTENCE(&all, "panel-owners-more",
				 SLOT_TEXT("owners", before),
				 SLOT_TEXT("owner", owner));
		else
			buf_puts(&all, owner);
	}
	buf_puts(out, buf_text(&all));
	buf_done(&all);
}

/* Why an entry is not what its number says, or says nothing any more. */
static void print_remark(const struct watched *item,
			 const struct socket_state *row, const char *actor,
			 struct buf *out)
{
	if (row && !socket_has_owner(row, actor, item->fd)) {
		SENTENCE_LINE(out, "", " ", "panel-it-was-added-as",
			      SLOT_NUMBER("fd", item->fd));
		print_owners(row, out);
		buf_puts(out, ".");
	}
	if ((item->events & EPOLLONESHOT) && !(item->events & EPOLLERR))
		SENTENCE_LINE(out, out->len ? " " : "", "",
			      "panel-told-of-once");
}

static void add_text(struct view *view, struct blocks *blocks, int indent,
		     struct buf *text)
{
	if (text->len)
		blocks_add(blocks, (struct block){.indent = indent,
						  .raw = true,
						  .text = arena_strdup(
							  &view->arena,
							  buf_text(text))});
	buf_done(text);
}

static void add_item(struct view *view, const struct watched *item,
		     const char *actor, struct blocks *blocks)
{
	const struct socket_state *row = socket_of(view, item);
	struct buf events = {0}, socket = {0}, remark = {0};
	symbol_print_flags(SYMBOL_EPOLL, item->events, &events);
	buf_printf(&events, NOTATION(", data %" PRId64), (int64_t)item->data);
	blocks_add(blocks, (struct block){.text = " "});
	blocks_add(
		blocks,
		(struct block){
			.lead = SENTENCE_KEPT(&view->arena, "panel-fd",
					      SLOT_NUMBER("fd", item->fd)),
			.lead_style = STYLE_LABEL,
			.raw = true,
			.style = STYLE_CODE,
			.text = arena_strdup(&view->arena, buf_text(&events)),
		});
	buf_done(&events);
	if (row)
		print_socket(row, &socket);
	else
		SENTENCE(&socket, "panel-no-socket-of-this");
	add_text(view, blocks, 4, &socket);
	print_remark(item, row, actor, &remark);
	add_text(view, blocks, 4, &remark);
}

void inspect_list_fill(struct view *view, const struct event_inspect *inspect,
		       struct blocks *blocks)
{
	const struct watch_list *list =
		journal_watched(view->scene->journal, view->scene->end,
				inspect->actor, inspect->fd);
	size_t count = list ? list->count : 0;
	blocks_add(blocks,
		   (struct block){
			   .style = STYLE_TITLE,
			   .raw = true,
			   .text = SENTENCE_KEPT(
				   &view->arena, "panel-fd-an-epoll-instance",
				   SLOT_TEXT("actor", inspect->actor),
				   SLOT_NUMBER("fd", inspect->fd),
				   SLOT_NUMBER("count", count)),
		   });
	for (size_t i = 0; i < count; i++)
		add_item(view, &list->items[i], inspect->actor, blocks);
}
