/* owners: who has a socket, by which number and under which name.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A fork gives one socket to several processes: the cells say as many of them
 * as there is room for, and the note says the rest.
 */
#include "show/socket/owners.h"

#include "base/sentence.h"
#include "show/socket/table.h"

#include <string.h>

enum { WHO_MOST = 16, FDS_MOST = 3 };

/* The first owner that has the name, or the descriptor. */
static size_t owner_named(const struct socket_state *row, const char *actor)
{
	size_t i = 0;
	while (strcmp(row->owners[i].actor, actor) != 0)
		i++;
	return i;
}

static size_t owner_with_fd(const struct socket_state *row, int fd)
{
	size_t i = 0;
	while (row->owners[i].fd != fd)
		i++;
	return i;
}

/* All actors that have it, or how many more than the first. */
static void owners_cell(const struct socket_state *row, struct buf *out)
{
	struct buf all = {0};
	size_t others = 0;
	for (size_t i = 0; i < row->owner_count; i++) {
		const char *actor = row->owners[i].actor;
		if (owner_named(row, actor) < i)
			continue;
		others += i > 0;
		buf_printf(&all, "%s%s", i ? "," : "", actor);
	}
	if (!others || all.len <= WHO_MOST)
		buf_puts(out, buf_text(&all));
	else
		buf_printf(out, "%s+%zu", row->owners[0].actor, others);
	buf_done(&all);
}

void table_note_owners(const struct socket_state *row, struct buf *out)
{
	enum { OWNERS_MOST = 4 };
	struct buf who = {0};
	size_t count = row->owner_count;
	bool same_fd = count && row->owners[0].fd == row->owners[count - 1].fd;
	owners_cell(row, &who);
	bool complete = !strchr(buf_text(&who), '+');
	buf_done(&who);
	if (complete && (count <= 2 || same_fd))
		return;
	size_t shown = count > OWNERS_MOST ? OWNERS_MOST - 1 : count;
	struct buf others = {0};
	for (size_t i = 1; i < shown; i++)
		buf_printf(&others, "%s%s fd %d", i > 1 ? ", " : "",
			   row->owners[i].actor, row->owners[i].fd);
	if (shown < count)
		SENTENCE(out, "note-also-more",
			 SLOT_TEXT("others", buf_text(&others)),
			 SLOT_NUMBER("count", count - shown));
	else
		SENTENCE(out, "note-also",
			 SLOT_TEXT("others", buf_text(&others)));
	buf_done(&others);
}

void owners_who(const struct view *view, const struct socket_state *row,
		struct buf *out)
{
	if (row->owner_count) {
		owners_cell(row, out);
		return;
	}
	SENTENCE(out, "panel-kernel");
	if (view_has_hosts(view) && row->host)
		buf_printf(out, ":%s", row->host);
}

void owners_name(const struct view *view, const struct socket_state *row,
		 struct buf *out)
{
	const struct journal *journal = view->scene->journal;
	size_t place = view->scene->end;
	const struct socket_owner *owner = row->owners;
	const char *host;
	if (!row->owner_count)
		return;
	const char *name =
		journal_name_of(journal, place, owner->actor, owner->fd);
	// The number may have gone to a socket that no variable took.
	if (name &&
	    journal_socket_of(journal, place, owner->actor, name, &host) ==
		    (row->cookie & ~SOCKET_LEFT_BEHIND))
		buf_puts(out, name);
}

void owners_fd(const struct view *view, const struct socket_state *row,
	       struct buf *out)
{
	(void)view;
	struct buf all = {0};
	size_t others = 0;
	for (size_t i = 0; i < row->owner_count; i++) {
		if (owner_with_fd(row, row->owners[i].fd) < i)
			continue;
		others += i > 0;
		buf_printf(&all, "%s%d", i ? "," : "", row->owners[i].fd);
	}
	if (!row->owner_count)
		buf_putc(out, '-');
	else if (others < FDS_MOST)
		buf_puts(out, buf_text(&all));
	else
		buf_printf(out, "%d+%zu", row->owners[0].fd, others);
	buf_done(&all);
}

void owners_peer(const struct view *view, const struct socket_state *row,
		 struct buf *out)
{
	for (size_t i = 0; row->peer_inode && i < view->after.count; i++) {
		const struct socket_state *other = &view->after.rows[i];
		if (other->inode != row->peer_inode)
			continue;
		owners_who(view, other, out);
		SENTENCE_LINE(out, " ", " ", "panel-fd-two");
		owners_fd(view, other, out);
		return;
	}
	buf_putc(out, '*');
}
