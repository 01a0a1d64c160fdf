/* options: what the command line asked for, and how the program ends.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/line/options.h"

#include <string.h>

enum notation options_notation(const struct options *options,
			       const struct progress *progress)
{
	if (options->has_language)
		return options->language;
	bool is_python = !strcmp(progress_language(progress), "python");
	return is_python ? NOTATION_PYTHON : NOTATION_C;
}
