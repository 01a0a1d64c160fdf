/* ask: a prompt and the line that is typed after it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/ask.h"

#include "ui/output.h"

#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

static void on_input(void *data, uint32_t ready)
{
	struct ask *ask = data;
	char part[256];
	(void)ready;
	ssize_t n = read(STDIN_FILENO, part, sizeof(part));
	if (n > 0)
		buf_add(&ask->typed, part, (size_t)n);
	else if (n == 0 || (errno != EINTR && errno != EAGAIN))
		ask->is_over = true;
}

static bool take_line(struct ask *ask, struct buf *line)
{
	const char *end =
		ask->typed.len ? memchr(ask->typed.data, '\n', ask->typed.len)
			       : NULL;
	if (!end)
		return false;
	size_t len = (size_t)(end - ask->typed.data);
	struct str trimmed = str_trim((struct str){ask->typed.data, len});
	buf_clear(line);
	buf_add(line, trimmed.data, trimmed.len);
	struct buf rest = {0};
	buf_add(&rest, end + 1, ask->typed.len - len - 1);
	buf_done(&ask->typed);
	ask->typed = rest;
	return true;
}

bool ask_line(struct ask *ask, const char *prompt, struct loop *loop,
	      const struct signals *signals, struct buf *line, struct err *err)
{
	struct buf out = {0};
	buf_puts(&out, prompt);
	bool ok = output_flush(&out, err);
	buf_done(&out);
	if (!ok || !loop_add(loop, STDIN_FILENO, EPOLLIN, on_input, ask, err))
		return false;
	bool has_line = false;
	while (ok && !signals->ending && !has_line && !ask->is_over) {
		has_line = take_line(ask, line);
		if (!has_line)
			ok = loop_once(loop, -1, err);
	}
	loop_remove(loop, STDIN_FILENO);
	return has_line;
}

void ask_done(struct ask *ask)
{
	buf_done(&ask->typed);
}
