/* ask: a question and the line that is typed as its answer, in plain mode.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Readline has the terminal only while a line is asked for: in between it is
 * as the program found it. Its handlers of signals do their work when it is
 * told (rl_check_signals()), which is how ^Z gives the terminal back. It is
 * told that the terminal is a dumb one, so that it sends no control sequences.
 * In the middle of a paste, a key of several bytes or a question of its own it
 * waits for the next byte by itself, outside of the loop; a signal that ends
 * the program is the end of input there.
 *
 * epoll(7) takes no file: where standard input is one, it is read at once.
 */
#include "ui/prompt/ask.h"

#include "base/mem.h"
#include "ui/file/output.h"
#include "ui/prompt/prompt_readline.h"
#include "ui/screen/rescue.h"

#include <errno.h>
#include <poll.h>
#include <readline/readline.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

/* Readline's functions get no data of ours. */
static struct ask *current;
static const struct signals *current_signals;

static bool is_seen(const struct ask *ask)
{
	return ask->fd == STDIN_FILENO && isatty(STDIN_FILENO) &&
	       isatty(STDOUT_FILENO);
}

/* --- as it is --------------------------------------------------------------
 */

static void on_input(void *data, uint32_t ready)
{
	struct ask *ask = data;
	char part[4096];
	(void)ready;
	ssize_t n = read(ask->fd, part, sizeof(part));
	if (n > 0)
		buf_add(&ask->typed, part, (size_t)n);
	else if (n == 0 || (errno != EINTR && errno != EAGAIN))
		ask->is_over = true;
}

/* The last line may lack its newline. */
static bool take_line(struct ask *ask, struct buf *line)
{
	if (!ask->typed.len)
		return false;
	const char *end = memchr(ask->typed.data, '\n', ask->typed.len);
	if (!end && !ask->is_over)
		return false;
	struct str rest = {ask->typed.data, ask->typed.len}, first;
	str_next_line(&rest, &first);
	first = str_trim(first);
	buf_clear(line);
	buf_add(line, first.data, first.len);
	struct buf later = {0};
	buf_add(&later, rest.data, rest.len);
	buf_done(&ask->typed);
	ask->typed = later;
	return true;
}

static bool read_plainly(struct ask *ask, struct loop *loop,
			 const struct signals *signals, struct buf *line,
			 struct err *err)
{
	struct err refused;
	bool waits = loop_add(loop, ask->fd, EPOLLIN, on_input, ask, &refused);
	bool ok = true, has_line = false;
	while (ok && !signals->ending && !has_line) {
		has_line = take_line(ask, line);
		if (has_line || ask->is_over)
			break;
		if (waits)
			ok = loop_once(loop, -1, err);
		else
			on_input(ask, EPOLLIN);
	}
	if (waits)
		loop_remove(loop, ask->fd);
	return has_line;
}

/* --- edited ----------------------------------------------------------------
 */

static void take_entered(char *line)
{
	if (line) {
		struct str text = str_trim(str_from(line));
		buf_clear(&current->entered);
		buf_add(&current->entered, text.data, text.len);
		current->has_entered = true;
	} else {
		current->is_over = true;
	}
	free(line);
	rl_callback_handler_remove();
}

/* The signal stays where it is, for the loop to take. */
static int next_key(FILE *in)
{
	struct pollfd ready[] = {
		{.fd = current_signals->fd, .events = POLLIN},
		{.fd = STDIN_FILENO, .events = POLLIN},
	};
	while (poll(ready, COUNT(ready), -1) < 0 && errno == EINTR &&
	       !signals_came())
		rl_check_signals();
	return ready[0].revents || signals_came() ? EOF : rl_getc(in);
}

static void on_key(void *data, uint32_t ready)
{
	struct ask *ask = data;
	signals_write_begin();
	if (ready & (EPOLLHUP | EPOLLERR))
		ask->is_over = true;
	else
		rl_callback_read_char();
	signals_write_end();
}

/* What is typed so far stands below it once more. */
static bool tell_news(struct ask *ask, struct err *err)
{
	struct buf out = {0};
	if (ask->news && !ask->has_entered && !ask->is_over)
		ask->news(ask->data, &out);
	bool ok = true;
	if (out.len) {
		signals_write_begin();
		fputc('\n', stdout);
		fflush(stdout);
		ok = output_flush(&out, err);
		rl_on_new_line();
		rl_forced_update_display();
		signals_write_end();
	}
	buf_done(&out);
	return ok;
}

static bool read_edited(struct ask *ask, const char *question,
			struct loop *loop, const struct signals *signals,
			struct buf *line, struct err *err)
{
	if (!loop_add(loop, STDIN_FILENO, EPOLLIN, on_key, ask, err))
		return false;
	bool ok = true;
	current = ask;
	current_signals = signals;
	rl_getc_function = next_key;
	ask->has_entered = false;
	rescue_arm();
	rl_terminal_name = "dumb";
	readline_complete_with(ask->help);
	signals_write_begin();
	rl_callback_handler_install(question, take_entered);
	signals_write_end();
	while (ok && !signals->ending && !ask->has_entered && !ask->is_over) {
		ok = loop_once(loop, -1, err);
		rl_check_signals();
		ok = ok && tell_news(ask, err);
	}
	if (!ask->has_entered) {
		signals_write_begin();
		rl_callback_handler_remove();
		fputc('\n', stdout);
		fflush(stdout);
		signals_write_end();
	}
	rescue_disarm();
	loop_remove(loop, STDIN_FILENO);
	if (!ask->has_entered)
		return false;
	if (ask->history)
		history_note(ask->history, buf_text(&ask->entered));
	buf_clear(line);
	buf_add(line, ask->entered.data, ask->entered.len);
	return true;
}

bool ask_line(struct ask *ask, const char *question, struct loop *loop,
	      const struct signals *signals, struct buf *line, struct err *err)
{
	err->text[0] = '\0';
	if (is_seen(ask))
		return read_edited(ask, question, loop, signals, line, err);
	struct buf out = {0};
	if (isatty(ask->fd))
		buf_puts(&out, question);
	bool ok = output_flush(&out, err);
	buf_done(&out);
	return ok && read_plainly(ask, loop, signals, line, err);
}

void ask_done(struct ask *ask)
{
	buf_done(&ask->typed);
	buf_done(&ask->entered);
}
