/* watch_parts: what the rounds of a watch and its keys share.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "check/play.h"
#include "ui/line/task.h"
#include "ui/screen/signals.h"

#include <termios.h>

struct watch {
	const struct options *options;
	struct task task;
	struct signals signals;
	int fd;		       /* of inotify */
	char *folder;	       /* that is watched */
	struct report *report; /* of the last round that was built, or NULL */
	char of[12];	       /* when its program was so: "14:03:22" */
	bool has_shown;	       /* the feedback of one */
	size_t failing; /* the check that is looked at; SIZE_MAX: none fails */
	size_t hint;	/* the next one of that check */
	bool has_keys;
	bool is_quit;	  /* by a key, while checks were played */
	bool has_put_off; /* a key of this round; it was said so */
	struct termios usual;
};

/* Whether a file of that name is one that the learner writes. */
bool watch_is_source(const char *name);

/* Keys come one by one, without Enter, and are not shown, where there is a
 * terminal; and as before. */
void watch_take_keys(struct watch *watch);
void watch_give_keys_back(const struct watch *watch);

/* The line that says which keys there are. */
void watch_print_keys(const struct watch *watch);

/* A key while checks are played, or behind a save that is not checked yet: what
 * it is about is gone, or not there yet, which is said. */
void watch_put_off(struct watch *watch);

/* Does what the key is for; one that is none does nothing. */
void watch_obey(struct watch *watch, char key);
