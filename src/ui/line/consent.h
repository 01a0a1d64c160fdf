/* consent: whether the commands of a lesson may run.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A lesson from somebody else can have commands (sh blocks), and a person who
 * opens it has not read them. In the lab they are confined; without namespaces
 * they have the rights of the user, whoever wrote them.
 */
#pragma once
#include "lesson/lesson.h"
#include "ui/line/options.h"

/* Whether somebody has to be asked before a command of the lesson runs: it has
 * some, nobody allowed them, and it is not one of the program's own in a lab
 * that confines them. */
bool consent_is_needed(const struct options *options,
		       const struct lesson *lesson, bool is_confined);

/* Adds them, each on lines of its own. */
void consent_list(const struct lesson *lesson, struct buf *out);

/* Shows all commands of the lesson on the terminal and asks. False with a
 * sentence where they may not run, and where there is no terminal. */
bool consent_ask(const struct options *options, const struct lesson *lesson,
		 bool is_confined, struct err *err);
