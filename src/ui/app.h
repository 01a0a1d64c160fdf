/* app: what commands act on: a lesson or a free lab, with its files.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/sentence.h"
#include "lesson/catalogue.h"
#include "session/progress.h"
#include "session/session.h"
#include "show/scene.h"
#include "ui/command/keys.h"
#include "ui/command/script.h"
#include "ui/file/cast.h"
#include "ui/file/log.h"
#include "ui/file/pcap.h"
#include "ui/file/replay.h"
#include "ui/file/save.h"
#include "ui/file/sources.h"
#include "ui/file/watchers.h"
#include "ui/line/options.h"
#include "ui/prompt/prompt.h"
#include "ui/prompt/search.h"
#include "ui/screen/screen.h"
#include "ui/screen/signals.h"
#include "ui/share/follow.h"
#include "ui/share/share.h"

enum { APP_KEYS_MOST = 256 };

/* What a presenter has chosen to be seen (act_screen.c). `page` is one of the
 * place at which `viewed` moves were made. */
struct app_stage {
	bool is_blank;
	bool is_leaving; /* whether the talk is to end is asked */
	int page, part, row;
	bool is_lit; /* part and row were chosen */
	size_t viewed;
	struct stage_extent extent; /* of the last frame */
	struct watchers *watchers;  /* of the notes; NULL: none */
	size_t voting;		    /* the option whose digits are typed ... */
	size_t counted; /* votes that came are told before this beat */
	size_t voted;	/* ... for the question before this beat, from 1 */
	size_t step;	/* under the outline's cursor */
};

/* When the next frame is drawn, and the next move made by itself. */
struct app_frames {
	struct loop_timer automatic; /* with --auto; ... */
	bool is_due;		     /* it has fired */
	struct loop_timer redraw;    /* while a frame waits for its time */
	uint64_t after;		     /* while a call settles */
	bool is_touched, was_idle;   /* since the last frame; then */
	struct loop_timer sharing;   /* while followers wait for a frame */
	bool is_share_due;	     /* they have waited for long enough */
};

/* The files of the run, and what became of the first one that was lost; empty:
 * nothing. NULL where there is none. */
struct app_files {
	struct script *script;
	struct log *log; /* NULL also where it is lost */
	struct pcap *pcap;
	struct cast *cast;
	struct saved saved;	/* that `save` wrote */
	struct replay replay;	/* of a log, if that is what is shown */
	struct sources sources; /* of traced programs */
	struct err lost;
};

/* A talk that is given or followed. */
struct app_talk {
	struct share *share;	 /* NULL: nobody follows */
	bool is_cut;		 /* nobody reaches it, or not yet */
	struct follow *follow;	 /* that is followed, or NULL */
	struct session *session; /* that one, while the app's is a lab of the
				  * follower's own; NULL: it is no such */
	uint64_t agreed;	 /* commands of it that were shown last */
};

/* What is pressed and typed. */
struct app_typing {
	uint32_t keys[APP_KEYS_MOST]; /* pressed and not yet acted on */
	size_t key_count;
	struct loop_timer escape; /* while an Escape may be half a key */
	struct prompt prompt;
	struct prompt_help help;
	bool waits;		 /* the prompt, for what is open to be closed */
	size_t declined;	 /* live moves + 1 at which it was left */
	struct history *history; /* NULL: nothing is kept */
};

/* Whether the run ends, and how. */
struct app_ending {
	bool quit;
	bool closed;	    /* the terminal has gone */
	bool failed;	    /* an expectation was not met, or a file lost */
	bool hangs;	    /* no program could move any more, and that ended
			     * the run */
	int program_status; /* of the last program; -1: it has none */
	int status;	    /* when it cannot even begin */
};

/* What commands act on. Everything but the first group is owned. */
struct app {
	const struct options *options;
	const struct catalogue *catalogue; /* NULL: one lesson, no menu */
	const struct catalogue *lessons;   /* those that can follow, or NULL */
	struct progress *progress;

	struct loop *loop;
	struct signals signals;
	bool on_screen;	       /* else in plain mode */
	struct screen *screen; /* NULL in plain mode */
	struct grid grid;      /* what is shown */
	const char **readers; /* of programs' terminals, in the frame's scene */
	struct app_frames frames;
	struct app_stage stage; /* with options->presents */
	struct app_files files;
	struct app_talk talk;
	struct app_typing typing;
	struct app_ending ending;

	struct session *session; /* NULL: the menu is shown */
	const struct lesson
		*lesson; /* it was given; a session may play a copy */
	const struct lesson *allowed; /* its commands may run */
	struct lesson *loaded;	      /* by `load`; NULL: none */
	bool from_menu;		      /* where a lesson's end leads to */
	bool is_rebuilt; /* a new lab made moves again that were told */
	enum notation notation;
	bool noise;   /* calls that are noise are shown */
	char *folder; /* the working folder, for programs that may write */
	char *actor;  /* makes the calls that name none; NULL: the step's */

	enum scene_overlay overlay;
	char *title, *text; /* of OVERLAY_TEXT */
	int scroll, scroll_most;
	struct search search;
	unsigned packet_cursor; /* a packet that was chosen; 0: none */
	size_t chosen;		/* in the menu */
	size_t typed;		/* a lesson's number so far, 0: none */
	struct err message;	/* empty: none */
};

/* Shows `lesson`, or the menu when it is NULL, until the learner quits. The
 * catalogue is that of the lesson, NULL for one of a file.
 * Returns the exit status; `err` holds the sentence to print with it, or
 * nothing. */
int app_run(const struct options *options, const struct catalogue *catalogue,
	    const struct lesson *lesson, struct progress *progress,
	    struct err *err);

/* --- from the first to the last, for the screen and for plain mode ----------
 *
 * `options`, `catalogue`, `lessons`, `progress` and `on_screen` are set before.
 */

/* Opens the files of the run and builds the lab of `lesson`, if any. On failure
 * `status` is the exit status; app_close() is due in any case. */
bool app_open(struct app *app, const struct lesson *lesson, struct err *err);
void app_close(struct app *app);

/* The exit status of a run that was closed; `err` gets its sentence, or
 * nothing. */
int app_status(const struct app *app, struct err *err);

/* Hands the log to the kernel; when it is lost the learner is told. */
void app_flush_log(struct app *app);

/* A file of the run is lost: the first one is told of at the end. */
void app_note_lost(struct app *app, const struct err *err);

/* --- for commands ----------------------------------------------------------
 */

enum moment app_moment(const struct app *app);

/* Whether nothing settles. */
bool app_is_idle(const struct app *app);

/* The lesson behind the open one, or NULL where there is none to be opened. */
const struct lesson *app_following(const struct app *app);

/* Chooses in the menu where the learner goes on: the lesson of the last run or,
 * when that came to its end, the one behind it. */
void app_choose_next(struct app *app);

/* Shows one sentence until the next command. */
void app_say(struct app *app, const char *format, ...) PRINTF(2, 3);

/* The same of a record. */
#define APP_SAY(app, id, ...) app_say_sentence(app, id, SLOTS(__VA_ARGS__))
void app_say_sentence(struct app *app, const char *id, const struct slot *slots,
		      size_t count);

/* Opens `overlay`, or closes it when it is open. */
bool app_show(struct app *app, enum scene_overlay overlay);

/* Shows a text over the lesson, or prints it in plain mode; takes it. */
void app_tell(struct app *app, const char *title, struct buf *text);

/* How many calls `history` lists, and where in the journal the one with that
 * number (from 1) was entered. */
size_t app_calls(const struct app *app);
size_t app_call_place(const struct app *app, size_t number);

/* The scene of the viewed place, with what is so now. */
struct scene app_seen(const struct app *app);

/* How many beats of the lesson were played, and the next; NULL for none. */
size_t app_beats(const struct app *app);
const struct beat *app_next_beat(const struct app *app);
const struct beat *app_beat(const struct app *app, size_t index);

/* The actor that makes the calls that name none. Lasts until the next line. */
const char *app_actor(const struct app *app);

/* Whether a packet is held at the place looked at. */
bool app_is_holding(const struct app *app);

/* Whether this is the free lab, which has no beats. */
bool app_is_free(const struct app *app);

/* Whether it is shown to a room, on a screen. */
bool app_is_presenting(const struct app *app);

/* Whether the options name programs to be traced. */
bool app_is_tracing(const struct app *app);

/* Whether it is the free lab of `sockstep shell`, which is all prompt, and not
 * programs that are stepped by keys. */
bool app_is_shell(const struct app *app);

/* Looks at the place where the kernel is. */
bool app_look_live(struct app *app, struct err *err);

/* Plays up to where `beat` beats were played, or as far as it goes; questions
 * on the way are answered "don't know". */
bool app_play_to(struct app *app, size_t beat, struct err *err);

/* --- what is played (app_lab.c) --------------------------------------------
 */

/* Begins a lesson in a new lab, and leaves the one before, which goes on when
 * that fails; leaving keeps what was learned. */
bool app_enter(struct app *app, const struct lesson *lesson, struct err *err);
void app_leave(struct app *app);

/* Adds, a line each, what a talk would run in a lab of one's own: the commands
 * of a lesson from elsewhere, and those that were typed. */
void app_list_commands(const struct app *app, struct buf *out);

/* Shows `session` in the place of another. What is open or under a cursor
 * belongs to what was looked at before. */
void app_look_at(struct app *app, struct session *session);

/* Frees the lab of one's own, if there is one, and shows the talk. */
void app_come_back(struct app *app);

/* --- keys and lines --------------------------------------------------------
 */

/* Does what the key means now. */
void app_press(struct app *app, uint32_t code);

/* What the key means at that moment, or NULL. */
const struct key *app_find_key(const struct app *app, uint32_t code,
			       enum moment moment);

/* Does what a line says. Returns false, and shows why, when it cannot be
 * done. */
bool app_run_line(struct app *app, struct str line);

/* The same for a command, as a key has it: nothing has to be guessed. */
void app_run_command(struct app *app, const char *line);

/* --- the prompt (app_ask.c, app_prompt.c) ----------------------------------
 */

/* Asks for a line that begins with `text`. Fails where there is no screen to
 * type on. */
bool app_ask(struct app *app, const char *text, struct err *err);

/* Names who makes the call before the line. */
void app_label_prompt(struct app *app);

/* What there is to be named on a line, and what of it can complete one
 * (prompt_help). */
struct complete_context app_names(const struct app *app);
void app_complete(void *data, struct str line, size_t cursor,
		  struct arena *arena, struct completion *completion);

/* Opens it with `text` on its line; where that is no call and no command, the
 * caller then says in `prompt.command` what it belongs to. */
void app_open_prompt(struct app *app, const char *label, const char *text);
void app_close_prompt(struct app *app);

/* A key that is pressed while it is open. */
void app_type(struct app *app, uint32_t code);

/* Edits with what was typed, and does what was entered. */
void app_read_prompt(struct app *app);

/* Draws what is going on into app->grid, and shows that. */
void app_draw(struct app *app);

/* Begins `all` with every row of what is open, or of the menu, as it is on the
 * screen now; search.c says what their numbers are. */
void app_rows(struct app *app, struct grid *all);

/* The scene of the place looked at, as it is shown, without its keys. `stage`
 * is what it points to when something is presented. */
struct scene app_scene(struct app *app, struct scene_stage *stage);
