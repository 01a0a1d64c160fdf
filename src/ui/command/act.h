/* act: what each command does; command.c has the table.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * They are in the files of the same name, and the search is in app_prompt.c.
 */
#pragma once
#include "base/text.h"

struct app;
struct arena;
struct beat;

typedef bool act_fn(struct app *app, const char *argument, struct err *err);

act_fn act_knew, act_missed, act_recall;

/* Notes that the learner knew the answer of `recall`, a beat of the lesson, and
 * says when it comes back. */
void act_note_recall(struct app *app, const struct beat *recall, bool knew);

act_fn act_actor, act_fork, act_interrupt, act_kill, act_do, act_hint, act_edit,
	act_explain, act_history, act_host, act_man, act_sh, act_answer,
	act_back, act_choose, act_close, act_digit, act_expand, act_fields,
	act_findings, act_forward, act_freeze, act_goto, act_help, act_key,
	act_language, act_live, act_menu, act_more, act_move, act_next,
	act_onward, act_open, act_order, act_output, act_packet, act_packets,
	act_pcap, act_prompt, act_quit, act_redraw, act_reset, act_rewind,
	act_screen, act_sockets, act_states, act_terminals, act_wait, act_load,
	act_save, act_save_over, act_search, act_match, act_take, act_talk;

/* Says for which waits `rewind` is going to need seconds, and looks back to the
 * place meanwhile; false: it needs none. */
bool act_foretell_rewind(struct app *app, const char *argument);

/* Says an option (-1: don't know) to the talk that is followed. */
bool act_vote_from_afar(struct app *app, int choice, struct err *err);

/* Cuts the next word off the arguments of a command; NULL when nothing is left.
 * It lives in `arena`. */
const char *act_next_word(struct str *rest, struct arena *arena);
