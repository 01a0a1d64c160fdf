/* export_front: the front matter of a lesson that is the draft of a run.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The lesson's id is made of the name of the file that it is for.
 */
#include "base/sentence.h"
#include "lesson/catalogue.h"
#include "show/export/export_draft.h"

#include <ctype.h>
#include <string.h>

/* The name of the file, in the letters of an id. */
static void print_id(const char *name, struct buf *out)
{
	AUTO_FREE char *file = xprintf("%s.md", name);
	struct str id =
		catalogue_number(file) ? catalogue_id(file) : str_from(name);
	size_t begin = out->len;
	for (size_t i = 0; i < id.len; i++) {
		char c = (char)tolower((unsigned char)id.data[i]);
		bool fits = isalnum((unsigned char)c);
		if (fits || out->len > begin)
			buf_putc(out, fits ? c : '-');
	}
	if (out->len == begin)
		buf_puts(out, "run");
}

/* Between double quotes. */
static void print_quoted(const char *text, struct buf *out)
{
	struct buf shown = {0};
	text_show_all(&shown, text);
	for (const char *at = buf_text(&shown); *at; at++) {
		if (*at == '"' || *at == '\\')
			buf_putc(out, '\\');
		buf_putc(out, *at);
	}
	buf_done(&shown);
}

bool draft_has_hosts(const struct draft *draft)
{
	const struct exported *from = draft->from;
	return from->host_count > 1 ||
	       (from->host_count && from->hosts[0].addresses);
}

static void print_actors(const struct draft *draft)
{
	const char *join = "";
	buf_puts(draft->out, "actors: {");
	for (size_t i = 0; i < draft->deeds.actor_count; i++) {
		const struct deed_actor *actor = &draft->deeds.actors[i];
		bool has_host = draft_has_hosts(draft) && actor->host;
		// A fork of the lesson makes the others.
		if (actor->parent)
			continue;
		buf_printf(draft->out, "%s%s: {%s%s}", join, actor->name,
			   has_host ? "host: " : "",
			   has_host ? actor->host : "");
		join = ", ";
	}
	buf_puts(draft->out, "}\n");
}

static void print_hosts(const struct draft *draft)
{
	const struct exported *from = draft->from;
	if (!draft_has_hosts(draft))
		return;
	buf_puts(draft->out, "hosts: {");
	for (size_t i = 0; i < from->host_count; i++) {
		const struct host_spec *host = &from->hosts[i];
		buf_printf(draft->out, "%s%s: {", i ? ", " : "", host->name);
		if (host->addresses)
			buf_printf(draft->out, "addresses: \"%s\"",
				   host->addresses);
		buf_putc(draft->out, '}');
	}
	buf_puts(draft->out, "}\n");
}

static void print_need(const char *need, bool is_needed, struct buf *needs)
{
	if (is_needed && !program_has_word(buf_text(needs), need, false))
		buf_printf(needs, "%s%s", needs->len ? ", " : "", need);
}

/* Programs that not every machine has. */
static void print_tools(const char *command, struct buf *needs)
{
	static const char *const tools[] = {"curl",  "dig", "ip",
					    "lsof",  "nc",  "netstat",
					    "nstat", "ss",  "tcpdump"};
	for (size_t i = 0; i < COUNT(tools); i++)
		print_need(tools[i], program_has_word(command, tools[i], false),
			   needs);
}

static void print_needs(const struct draft *draft)
{
	const struct lesson *lesson = draft->from->lesson;
	struct buf needs = {0};
	print_need("wire", lesson->needs_wire, &needs);
	print_need("namespaces",
		   lesson->needs_namespaces || draft->from->host_count > 1,
		   &needs);
	for (size_t i = 0; i < lesson->needs_tools_count; i++)
		print_need(lesson->needs_tools[i], true, &needs);
	for (size_t i = 0; i < draft->deeds.count; i++) {
		const struct deed *deed = &draft->deeds.items[i];
		print_need("wire", deed->kind == DEED_ORDER, &needs);
		if (deed->kind == DEED_COMMAND)
			print_tools(deed->output->command, &needs);
	}
	if (needs.len)
		buf_printf(draft->out, "needs: [%s]\n", buf_text(&needs));
	buf_done(&needs);
}

void draft_print_front(const struct draft *draft)
{
	const struct exported *from = draft->from;
	size_t beats = draft->deeds.count - draft->setups;
	bool has_module = from->lesson->module &&
			  isdigit((unsigned char)from->lesson->module[0]);
	buf_puts(draft->out, "---\nid: ");
	print_id(from->name, draft->out);
	buf_puts(draft->out, "\ntitle: \"Draft: ");
	print_quoted(from->lesson->title, draft->out);
	buf_puts(draft->out, "\"\nmodule: \"");
	print_quoted(has_module ? from->lesson->module : "0 Drafts",
		     draft->out);
	buf_printf(draft->out,
		   NOTATION("\"\nkind: extension\n"
			    "objective: %s\n"
			    "requires: []\n"
			    "minutes: {demo: %zu, lab: %zu}\n"),
		   sentence_text("draft-objective"), beats / 3 + 1, beats + 1);
	print_actors(draft);
	print_hosts(draft);
	print_needs(draft);
	buf_puts(draft->out, "---\n\n");
}
