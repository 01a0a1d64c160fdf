/* config: what a learner always wants: a theme, colours, keys, defaults.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/mem.h"
#include "lesson/read/fault.h"
#include "ui/line/arguments.h"

/* Zero-initialise before use. */
struct config {
	char *path; /* of the file that was read; NULL: there is none */
	struct faults faults;
	struct arena arena; /* the texts that the options point to */
};

/* The path of the learner's own file in the XDG config folder:
 * $XDG_CONFIG_HOME/sockstep or ~/.config/sockstep. The caller frees it. NULL
 * when there is no home. */
char *config_path(void);

/* Reads the learner's file or, when there is none, the machine's, and does what
 * it says: themes and keys at once, what it says of `command` to `options`.
 * What is wrong with it goes to `faults`; a file that cannot be read is a fault
 * of its first line. */
void config_open(struct config *config, unsigned command,
		 struct options *options);
void config_close(struct config *config);

/* `sockstep config`: writes a file of comments to `path`, standard output when
 * it is "-", the learner's own when it is NULL; one that is there is checked
 * instead. Returns the exit status. */
int config_write(const char *path, struct err *err);

/* The options that a config file can set. */
const char *const *config_options(size_t *count);
