/* in_python: the words of a lesson for who reads its calls in Python.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "call/print.h"
#include "lesson/lesson.h"

/* What Python has where C has the 0 of a call that went well: "None", "b''" or
 * "[]". NULL where it has a number, too, or what depends on more than that. */
const char *in_python_zero(const struct syscall *syscall);

/* The text with results and whole calls as Python has them; `subject` is the
 * call that "it" is said of, NULL for none. NULL for NULL; else the text itself
 * or one that lives in `arena`. */
const char *in_python(struct arena *arena, const char *text,
		      const struct syscall *subject);

/* The beat as it is told in a notation: for Python a copy in `arena` of it and
 * of its question, with all their words so; for C the beat itself. */
const struct beat *in_notation(struct arena *arena, enum notation notation,
			       const struct beat *beat);

/* The text as it is told in a notation, as in_python() does where it is that;
 * else the text itself. */
const char *words_in_notation(struct arena *arena, enum notation notation,
			      const char *text);
