/* err: our own failures, each one sentence on its way up to the user.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

bool err_set(struct err *err, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	vsnprintf(err->text, sizeof(err->text), format, args);
	va_end(args);
	return false;
}

bool err_at(struct err *err, const char *file, int line, const char *format,
	    ...)
{
	va_list args;
	va_start(args, format);
	int used =
		snprintf(err->text, sizeof(err->text), "%s:%d: ", file, line);
	if (used >= 0 && (size_t)used < sizeof(err->text))
		vsnprintf(err->text + used, sizeof(err->text) - (size_t)used,
			  format, args);
	va_end(args);
	return false;
}

bool err_wrap(struct err *err, const char *format, ...)
{
	struct err inner = *err;
	va_list args;
	va_start(args, format);
	int used = vsnprintf(err->text, sizeof(err->text), format, args);
	va_end(args);
	if (used >= 0 && (size_t)used < sizeof(err->text))
		snprintf(err->text + used, sizeof(err->text) - (size_t)used,
			 ": %s", inner.text);
	return false;
}
