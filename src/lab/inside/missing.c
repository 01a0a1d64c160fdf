/* missing: what a lab cannot do, as one sentence.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lab/inside/missing.h"

#include <stdarg.h>
#include <stdio.h>

void missing_add(struct buf *missing, const char *format, ...)
{
	char text[2048];
	va_list args;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	buf_printf(missing, "%s%s", missing->len ? "; also, " : "", text);
}
