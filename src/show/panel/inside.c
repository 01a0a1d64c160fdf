/* inside: what the overlays list: programs, sockets, output.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "show/panel/inside.h"

#include "base/sentence.h"
#include "call/table/symbol.h"
#include "show/socket/table.h"

#include <string.h>

static void add_line(struct blocks *blocks, enum style style, const char *text)
{
	blocks_add(blocks, (struct block){.style = style,
					  .raw = true,
					  .text = *text ? text : " "});
}

void inside_paragraphs(const char *words, struct view *view,
		       struct blocks *blocks)
{
	while (*words) {
		const char *end = strstr(words, "\n\n");
		size_t len = end ? (size_t)(end - words) : strlen(words);
		blocks_add(blocks,
			   (struct block){.text = arena_strndup(&view->arena,
								words, len)});
		if (!end)
			return;
		blocks_add(blocks, (struct block){.text = " "});
		words = end + 2 + strspn(end + 2, "\n");
	}
}

enum { TAB = 8 };

/* In glyphs; tabs become the blanks they stand for. */
static const char *untabbed(struct view *view, struct str line)
{
	struct buf text = {0};
	while (line.len) {
		const char *tab = memchr(line.data, '\t', line.len);
		size_t len = tab ? (size_t)(tab - line.data) : line.len;
		text_show(&text, line.data, len, len);
		size_t column = text_width(buf_text(&text), text.len);
		for (size_t i = column % TAB; tab && i < TAB; i++)
			buf_putc(&text, ' ');
		line.data += len + (tab != NULL);
		line.len -= len + (tab != NULL);
	}
	return buf_keep(&text, &view->arena);
}

void inside_lines(struct str text, enum style style, struct view *view,
		  struct blocks *blocks)
{
	struct str line;
	while (str_next_line(&text, &line)) {
		// Blanks at its end, as ss(8) has them, are no part of it.
		while (line.len && line.data[line.len - 1] == ' ')
			line.len--;
		add_line(blocks, style, untabbed(view, line));
	}
}

const struct event_output *inside_last_output(const struct view *view)
{
	for (size_t i = view->scene->end; i > 0; i--) {
		const struct event *event =
			journal_at(view->scene->journal, i - 1);
		if (event->kind == EVENT_OUTPUT)
			return &event->as.output;
	}
	return NULL;
}

/* --- a call as a program ---------------------------------------------------
 */

static void add_program(struct view *view, const struct call *call,
			const char *title, struct blocks *blocks)
{
	struct buf text = {0};
	if (!call)
		return;
	blocks_add(blocks, (struct block){.rule = true,
					  .style = STYLE_TITLE,
					  .text = title});
	if (view->scene->notation == NOTATION_C)
		call_print_program_c(call, &text);
	else
		call_print(call, view->scene->notation, &text);
	inside_lines(str_from(buf_keep(&text, &view->arena)), STYLE_CODE, view,
		     blocks);
	add_line(blocks, STYLE_PLAIN, "");
}

/* As it is written; of one that the learner made only that is known. */
static const struct call *made_call(const struct view *view)
{
	if (view->beat && view->beat->kind == BEAT_CALL)
		return &view->beat->call;
	return view->call ? &view->call->event->call : NULL;
}

void inside_program(struct view *view, struct blocks *blocks)
{
	bool shows_next = view->next && view->next->kind == BEAT_CALL;
	add_program(view, made_call(view),
		    sentence_text("panel-the-call-just-made"), blocks);
	add_program(view, shows_next ? &view->next->call : NULL,
		    sentence_text("panel-the-next-call"), blocks);
	if (view->call) {
		struct buf text = {0};
		blocks_add(
			blocks,
			(struct block){.rule = true,
				       .style = STYLE_TITLE,
				       .text = sentence_text(
					       "panel-as-strace-prints-it")});
		call_print_strace(&view->call->event->call, &text);
		add_line(blocks, STYLE_CODE, buf_keep(&text, &view->arena));
	}
	if (!blocks->count)
		add_line(blocks, STYLE_PLAIN,
			 sentence_text("panel-there-is-no-call"));
}

/* --- sockets ---------------------------------------------------------------
 */

static void add_owners(const struct socket_state *row, struct buf *out)
{
	for (size_t i = 0; i < row->owner_count; i++)
		buf_printf(out, "%s%s fd %d", i ? ", " : "",
			   row->owners[i].actor, row->owners[i].fd);
	if (!row->owner_count)
		SENTENCE(out, "panel-kernel-no-process");
}

static void add_numbers(const struct socket_state *row, struct buf *out)
{
	buf_printf(out, "%s %s  Recv-Q ", socket_netid(row),
		   socket_state_word(row));
	table_print_queue(row->recv_q, row->no_recv_q, out);
	buf_puts(out, "  Send-Q ");
	table_print_queue(row->send_q, row->no_send_q, out);
	SENTENCE_LINE(out, "  ", " ", "panel-local");
	socket_print_end(row, &row->local, out);
	if (row->peer.len) {
		SENTENCE_LINE(out, "  ", " ", "panel-peer");
		socket_print_end(row, &row->peer, out);
	}
}

static void add_options(const struct socket_state *row, struct buf *out)
{
	struct buf options = {0};
	for (size_t i = 0; i < row->option_count; i++) {
		buf_puts(&options, i ? ", " : "");
		socket_print_option(&row->options[i], &options);
	}
	if (options.len)
		SENTENCE(out, "panel-options-set",
			 SLOT_TEXT("options", buf_text(&options)));
	buf_done(&options);
}

static void add_flags(const struct socket_state *row, struct buf *out)
{
	SENTENCE(out, "panel-inode", SLOT_NUMBER("inode", row->inode));
	if (row->nonblock)
		SENTENCE_LINE(out, ", ", "", "panel-is-nonblocking");
	if (row->shut_rd)
		SENTENCE_LINE(out, ", ", "", "panel-is-read-shut");
	if (row->shut_wr)
		SENTENCE_LINE(out, ", ", "", "panel-is-write-shut");
	if (row->next_size >= 0)
		SENTENCE_LINE(out, ", ", "", "panel-next-size",
			      SLOT_NUMBER("count", row->next_size));
	if (row->drops)
		SENTENCE_LINE(out, ", ", "", "panel-dropped",
			      SLOT_NUMBER("count", row->drops));
	if (row->retransmits)
		SENTENCE_LINE(out, ", ", "", "panel-retransmits",
			      SLOT_NUMBER("count", row->retransmits));
}

static void add_tcp(const struct socket_state *row, struct buf *out)
{
	const struct tcp_info *info = row->tcp_info;
	if (!info)
		return;
	SENTENCE(out, "panel-snd-cwnd-snd-mss",
		 SLOT_NUMBER("cwnd", info->tcpi_snd_cwnd),
		 SLOT_NUMBER("mss", info->tcpi_snd_mss),
		 SLOT_NUMBER("space", info->tcpi_rcv_space),
		 SLOT_NUMBER("unacked", info->tcpi_unacked),
		 SLOT_NUMBER("retrans", info->tcpi_retrans));
}

static void add_socket(struct view *view, const struct change *change,
		       struct blocks *blocks)
{
	static void (*const parts[])(const struct socket_state *,
				     struct buf *) = {add_numbers, add_flags,
						      add_options, add_tcp};
	const struct socket_state *row =
		change->after ? change->after : change->before;
	struct buf text = {0};
	add_owners(row, &text);
	add_line(blocks, STYLE_TITLE, buf_keep(&text, &view->arena));
	for (size_t i = 0; i < COUNT(parts); i++) {
		parts[i](row, &text);
		if (!text.len)
			continue;
		blocks_add(
			blocks,
			(struct block){.indent = 2,
				       .raw = true,
				       .text = buf_keep(&text, &view->arena)});
	}
	table_note(change, &text);
	if (text.len)
		blocks_add(
			blocks,
			(struct block){.indent = 2,
				       .raw = true,
				       .style = STYLE_LABEL,
				       .text = buf_keep(&text, &view->arena)});
	buf_done(&text);
	add_line(blocks, STYLE_PLAIN, "");
}

void inside_sockets(struct view *view, struct blocks *blocks)
{
	for (size_t i = 0; i < view->change_count; i++)
		add_socket(view, &view->changes[i], blocks);
	if (!view->change_count)
		add_line(blocks, STYLE_PLAIN,
			 sentence_text("panel-there-are-no-sockets"));
}
