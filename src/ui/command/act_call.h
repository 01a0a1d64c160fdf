/* act_call: a call that the learner typed.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/text.h"

struct app;

/* Whether `text` is a call, as far as that can be said without an actor. */
bool call_check_typed(struct str text, struct err *err);

/* Lets an actor (empty: the current one) make the call. When it is just what
 * the next beat does, the beat is played. The result gets a variable where it
 * is a descriptor and the learner gave it none, and the learner is shown the
 * call as it is made. Fails with what to do. */
bool call_run_typed(struct app *app, struct str actor, struct str text,
		    struct err *err);
