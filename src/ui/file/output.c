/* output: what goes to standard output and standard error.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/file/output.h"

#include "base/sentence.h"
#include "ui/line/options.h"
#include "ui/screen/signals.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* A terminal or pipe that somebody else made non-blocking is waited for. */
static bool is_worth_trying_again(int error)
{
	if (error == EINTR)
		return true;
	if (error != EAGAIN)
		return false;
	struct pollfd room = {.fd = STDOUT_FILENO, .events = POLLOUT};
	return poll(&room, 1, -1) >= 0 || errno == EINTR;
}

static bool put_out(const struct buf *buf, struct err *err)
{
	size_t done = 0;
	err->text[0] = '\0';
	while (done < buf->len) {
		signals_write_begin();
		ssize_t n =
			write(STDOUT_FILENO, buf->data + done, buf->len - done);
		int number = errno;
		signals_write_end();
		errno = number;
		if (n >= 0)
			done += (size_t)n;
		else if (errno == EPIPE || signals_came())
			return false;
		else if (!is_worth_trying_again(errno))
			return FAILURE(err, "write-output",
				       SLOT_TEXT("reason", strerror(errno)));
	}
	return true;
}

bool output_flush(struct buf *buf, struct err *err)
{
	struct buf shown = {0};
	text_show_lines(&shown, buf_text(buf), buf->len);
	bool ok = put_out(&shown, err);
	buf_done(&shown);
	if (ok)
		buf_clear(buf);
	return ok;
}

void output_print(const char *format, ...)
{
	struct err err;
	va_list args;
	char *text = NULL;
	va_start(args, format);
	int len = vasprintf(&text, format, args);
	va_end(args);
	struct buf out = {0};
	if (len > 0)
		buf_add(&out, text, (size_t)len);
	free(text);
	(void)!output_flush(&out, &err);
	buf_done(&out);
}

bool output_file(const char *path, const struct buf *buf, struct err *err)
{
	FILE *file = fopen(path, "we");
	bool ok = file && fwrite(buf->data, 1, buf->len, file) == buf->len;
	int number = errno;
	if (file && fclose(file) != 0 && ok) {
		number = errno;
		ok = false;
	}
	return ok || FAILURE(err, "write-file", SLOT_TEXT("path", path),
			     SLOT_TEXT("reason", strerror(number)));
}

int output_status(struct err *err)
{
	if (!err->text[0])
		return STATUS_SIGNAL + SIGPIPE;
	output_error("%s", err->text);
	err->text[0] = '\0';
	return STATUS_FAILED;
}

int output_end(struct buf *out, struct err *err)
{
	bool ok = output_flush(out, err);
	buf_done(out);
	return ok ? STATUS_DONE : output_status(err);
}

void output_error(const char *format, ...)
{
	char text[sizeof(struct err)];
	va_list args;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	for (char *c = text; *c; c++) {
		if (*c == '\n')
			*c = ' ';
	}
	struct buf shown = {0};
	text_show_all(&shown, text);
	fprintf(stderr, NOTATION("sockstep: %s\n"), buf_text(&shown));
	buf_done(&shown);
}

void output_faults(const struct buf *lines)
{
	struct buf shown = {0};
	text_show_lines(&shown, buf_text(lines), lines->len);
	fputs(buf_text(&shown), stderr);
	buf_done(&shown);
}
