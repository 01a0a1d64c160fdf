/* buf: growing texts.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/mem.h"
#include "base/text.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void buf_add(struct buf *buf, const void *data, size_t len)
{
	buf->data = xgrow(buf->data, &buf->cap, buf->len + len + 1, 1);
	if (len)
		memcpy(buf->data + buf->len, data, len);
	buf->len += len;
	buf->data[buf->len] = '\0';
}

void buf_puts(struct buf *buf, const char *text)
{
	buf_add(buf, text, strlen(text));
}

void buf_putc(struct buf *buf, char c)
{
	buf_add(buf, &c, 1);
}

void buf_printf(struct buf *buf, const char *format, ...)
{
	va_list args, again;
	va_start(args, format);
	va_copy(again, args);
	int need = vsnprintf(NULL, 0, format, args);
	va_end(args);
	assert(need >= 0);
	buf->data = xgrow(buf->data, &buf->cap, buf->len + (size_t)need + 1, 1);
	vsnprintf(buf->data + buf->len, (size_t)need + 1, format, again);
	va_end(again);
	buf->len += (size_t)need;
}

const char *buf_text(const struct buf *buf)
{
	return buf->data ? buf->data : "";
}

char *buf_take(struct buf *buf)
{
	char *text = buf->data ? buf->data : xstrdup("");
	*buf = (struct buf){0};
	return text;
}

char *buf_keep(struct buf *buf, struct arena *arena)
{
	char *text = arena_strdup(arena, buf_text(buf));
	buf_done(buf);
	return text;
}

void buf_clear(struct buf *buf)
{
	buf->len = 0;
	if (buf->data)
		buf->data[0] = '\0';
}

void buf_done(struct buf *buf)
{
	free(buf->data);
	*buf = (struct buf){0};
}
