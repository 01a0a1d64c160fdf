/* plain_state: sockets, packets, output and prose as plain lines.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "show/plain/plain_state.h"

#include "base/sentence.h"
#include "show/packet/packet_row.h"
#include "show/socket/table.h"

#include <string.h>

enum { WIDTH = 76 };

/* A newline inside a paragraph is a blank, as in Markdown. */
static char *unfolded(const char *words, size_t len)
{
	char *text = xmalloc(len + 1);
	for (size_t i = 0; i < len; i++) {
		bool item = i + 2 < len && words[i] == '\n' &&
			    (!strncmp(words + i + 1, "- ", 2) ||
			     words[i + 1] == ' ' || words[i + 1] == '|');
		text[i] = words[i] == '\n' && !item ? ' ' : words[i];
	}
	text[len] = '\0';
	return text;
}

static void add_paragraph(const char *lead, const char *words, size_t len,
			  struct buf *out)
{
	char *text = unfolded(words, len);
	char *whole = xprintf("%s%s", lead, text);
	size_t indent = strspn(lead, " ");
	struct str rest = {whole + indent, strlen(whole + indent)}, line;
	while (text_wrap(&rest, WIDTH - indent, &line))
		buf_printf(out, "%*s%.*s\n", (int)indent, "", (int)line.len,
			   line.data);
	free(whole);
	free(text);
}

void plain_words(const char *lead, const char *words, struct buf *out)
{
	while (words && *words) {
		const char *end = strstr(words, "\n\n");
		size_t len = end ? (size_t)(end - words) : strlen(words);
		add_paragraph(lead, words, len, out);
		if (!end)
			return;
		buf_putc(out, '\n');
		words = end + strspn(end, "\n");
		lead = "";
	}
}

void plain_led(const char *id, const char *words, struct buf *out)
{
	AUTO_FREE char *lead = xprintf("%s ", sentence_text(id));
	plain_words(lead, words, out);
}

static void add_cell(const struct table_row *row, enum table_column column,
		     const char *name, struct buf *out)
{
	const struct table_cell *cell = &row->cells[column];
	buf_printf(out, " %s", name);
	if (*name)
		buf_putc(out, ' ');
	if (cell->old)
		buf_printf(out, "%s -> ", cell->old);
	buf_puts(out, cell->now);
}

static void add_row(const struct table_row *row, struct buf *out)
{
	static const struct {
		enum table_column column;
		const char *name;
	} cells[] = {
		{TABLE_WHO, ""},	  {TABLE_FD, "fd"},
		{TABLE_NETID, ""},	  {TABLE_STATE, ""},
		{TABLE_RECV_Q, "Recv-Q"}, {TABLE_SEND_Q, "Send-Q"},
		{TABLE_LOCAL, "local"},	  {TABLE_PEER, "peer"},
	};
	buf_printf(out, "  %s", row->sign);
	for (size_t i = 0; i < COUNT(cells); i++)
		add_cell(row, cells[i].column, cells[i].name, out);
	if (*row->note)
		buf_printf(out, " (%s)", row->note);
	buf_putc(out, '\n');
}

void plain_sockets(struct view *view, struct buf *out)
{
	// Wide enough that no cell loses its old value.
	enum { ALL_OF_IT = 10000 };
	struct table table = table_make(view, ALL_OF_IT);
	bool first = true;
	for (size_t i = 0; i < table.count; i++) {
		if (!table.rows[i].changed)
			continue;
		if (first)
			SENTENCE_LINE(out, "", "\n", "plain-sockets");
		first = false;
		add_row(&table.rows[i], out);
	}
}

/* Nothing for what was sent and delivered; the number, by which orders name
 * it, for what is or was held. */
static void add_fate(const struct seen_packet *seen, struct buf *out)
{
	const struct event_packet *packet = seen->packet;
	if (packet->fate == PACKET_HELD || !seen->fresh)
		SENTENCE_LINE(out, " ", "", "plain-fate",
			      SLOT_TEXT("fate", packet_fate_word(packet->fate)),
			      SLOT_NUMBER("packet", packet->number));
	else if (packet->fate != PACKET_DELIVERED)
		buf_printf(out, " (%s)", packet_fate_word(packet->fate));
}

void plain_packets(const struct view *view, struct buf *out)
{
	if (view->packets_now)
		SENTENCE_LINE(out, "", "\n", "plain-packets");
	for (size_t i = 0; i < view->packet_count; i++) {
		const struct seen_packet *seen = &view->packets[i];
		const struct event_packet *packet = seen->packet;
		if (!seen->now)
			continue;
		buf_puts(out, "  ");
		packet_print_end(packet->from_actor, &packet->packet.from, out);
		buf_puts(out, " -> ");
		packet_print_target(packet, out);
		buf_putc(out, ' ');
		packet_print(&packet->packet, out);
		add_fate(seen, out);
		buf_putc(out, '\n');
	}
}

void plain_output(const struct event_output *output, struct buf *out)
{
	struct str rest = {output->text, output->len}, line;
	SENTENCE_LINE(out, "", "\n",
		      rest.len ? "plain-output" : "plain-output-nothing");
	while (str_next_line(&rest, &line)) {
		buf_puts(out, "  ");
		buf_add(out, line.data, line.len);
		buf_putc(out, '\n');
	}
	if (output->status)
		SENTENCE_LINE(out, "", "\n", "plain-exit-status",
			      SLOT_NUMBER("status", output->status));
}
