/* explain_unmet: what stands where an expectation was not met.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/sentence.h"
#include "journal/held.h"
#include "show/explain/explain.h"

const char *explain_unmet(const struct view *view)
{
	const struct scene *scene = view->scene;
	size_t held;
	free(journal_held(scene->journal, scene->end, &held));
	// Here it is the program that is asked, and not the kernel.
	if (scene->lesson && scene->lesson->is_exercise)
		return sentence_text("this-is-not-what");
	if (!held)
		return sentence_text("this-is-not-what-the");
	return scene->now.paper ? sentence_text("the-wire-holds-packets")
				: sentence_text("the-wire-holds-packets-back");
}

bool explain_is_unmet(const struct view *view)
{
	const struct scene *scene = view->scene;
	for (size_t i = scene->begin; i < scene->end; i++) {
		if (journal_is_unmet(scene->journal, i, scene->end))
			return true;
	}
	return false;
}
