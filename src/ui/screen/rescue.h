/* rescue: gives the terminal back when the program dies of a signal.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

/* From now on any deadly signal, abort(3) included, first writes the reset
 * text to standard output and puts back the terminal modes that standard input
 * has now, and then kills as before. Arming again changes nothing. */
void rescue_arm(void);
void rescue_disarm(void);

/* What to write; at most 255 bytes are kept. Nothing at first. */
void rescue_set_reset(const char *reset);

/* Sets a terminal going that ^S has stopped. Safe in a handler. */
void rescue_go_on(void);
