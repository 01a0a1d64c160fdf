/* form: what documents are made of, in each language that they are written in.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * page.c and sheet.c say what a document has, in its order; a form writes each
 * part of it. All texts may be anybody's.
 */
#pragma once
#include "show/canvas/block.h"
#include "show/page/page.h"
#include "show/socket/table.h"

struct page;

/* One text in each notation; both the same where it does not matter. */
struct page_code {
	const char *c, *python;
};

/* The parts of a document. A move stands within its step, whose title is NULL
 * from the second move on. What is told stands behind a door where something is
 * asked before: `door` is the word on it, or NULL. */
struct page_form {
	void (*begin)(struct page *page, const struct lesson *lesson);
	void (*end)(struct page *page);
	void (*move)(struct page *page, const char *step, const char *title);
	void (*move_end)(struct page *page);
	void (*told)(struct page *page, const char *door);
	void (*told_end)(struct page *page);
	void (*heading)(struct page *page, const char *title);
	/* Words as lessons have them, behind a lead or NULL. */
	void (*words)(struct page *page, const char *lead, const char *words);
	void (*call)(struct page *page, const char *lead,
		     const struct page_code *code);
	/* A paragraph of the screen, as it is with each notation. */
	void (*block)(struct page *page, const struct block *c,
		      const struct block *python);
	void (*question)(struct page *page,
			 const struct prediction *prediction);
	/* What speaks against its wrong options. */
	void (*replies)(struct page *page, const struct prediction *prediction);
	void (*rows)(struct page *page, struct view *view);
	void (*packets)(struct page *page, struct view *view);
	void (*ladder)(struct page *page, struct view *view, bool is_whole);
	void (*text)(struct page *page, const char *lead, struct str text);
	/* Empty lines to write on. */
	void (*room)(struct page *page, int lines);
};

extern const struct page_form page_html, page_markdown;

/* Whether a page is whole, or a part of a talk that goes on: what its room is
 * asked, which needs no door, or what it was told. */
enum page_life { PAGE_STILL, PAGE_ASKED, PAGE_TOLD };

/* `move` is the one that is written, of `moves`; `question` the name under
 * which a room votes on it, "2.0" for step and beat; NULL: it does not. */
struct page {
	const struct page_form *form;
	const struct page_run *run;
	enum page_kind kind;
	enum page_life life;
	size_t move, moves;
	const char *question;
	struct buf *out;
};

/* Whether what the kernel gave is to be filled in by who reads it. */
bool page_is_blank(const struct page *page);

/* Adds anybody's text as text of HTML: in glyphs, and nothing of it is
 * markup. */
void page_escape(struct buf *out, const char *text, size_t len);

/* The scripts of a page, the digests by which its security policy knows them,
 * and what that policy and the page's head have besides. */
enum { PAGE_SCRIPTS = 3 };
struct page_kit {
	const char *scripts[PAGE_SCRIPTS], *digests[PAGE_SCRIPTS];
	const char *policy, *head; /* besides */
};

extern const struct page_kit page_kit_still, page_kit_live;

/* Adds what every page of HTML begins and ends with. */
void page_head(struct buf *out, const char *title, const struct page_kit *kit);
void page_foot(struct buf *out, const struct page_kit *kit);

/* Adds a lesson's words with their `code` and *emphasis* as HTML: paragraphs,
 * lists, tables and lines that are shown as they are. */
void page_ink(struct buf *out, const char *words);

/* The same of one line, without a paragraph around it. */
void page_ink_line(struct buf *out, const char *words);

/* Adds the instants of the viewed move, or all of the run, as SVG. Adds nothing
 * and returns false where there are none that words would not say as well. */
bool page_svg(struct view *view, bool is_whole, size_t number, struct buf *out);

/* Adds who sent a packet, to whom, and a colon with a blank behind it. */
void page_packet_ends(const struct event_packet *packet, struct buf *out);

/* Adds what it says, and what became of it where it did not come. */
void page_packet_words(const struct event_packet *packet, struct buf *out);

/* Adds what happened at the same instants, a line for each. */
void page_instants(struct view *view, bool is_whole, struct buf *out);

/* Adds a sentence without slots to HTML, between tags as they are. */
void html_sentence(struct page *page, const char *before, const char *id,
		   const char *behind);

/* Adds the page's move, as it was told. */
void page_add_move(struct page *page);

/* For page_print(): all of it, and the handout. */
void page_whole(struct page *page);
void page_sheet(struct page *page);

/* The title of the whole document; the caller frees it. */
char *page_document_title(const struct page *page, const struct lesson *lesson);

/* The heading of the page's move: whose call it is, or what else was done; in
 * the view's arena. */
const char *page_title(const struct page *page, struct view *view);

/* The calls of both notations of what the viewed beat is about to do. */
struct page_code page_call(const struct page *page, const struct call *call,
			   struct arena *arena);

/* Adds the calls that a lesson makes before anything is shown; nothing where it
 * makes none. */
void page_setups(struct page *page, const struct lesson *lesson);

/* What stands before a beat is told: its words, its call, its question.
 * Returns the word on the door, or NULL, as for no beat. */
const char *page_before(struct page *page, struct view *view,
			const struct beat *beat);

/* What a beat is called; in the arena. */
const char *page_beat_title(const struct beat *beat, struct arena *arena);

/* The title of a step when this is its first beat, or NULL; in the view's
 * arena. */
const char *page_step(struct view *view, const struct beat *beat, size_t index);

/* The scene of the page's move. */
struct scene page_scene(const struct page *page, enum notation notation);
