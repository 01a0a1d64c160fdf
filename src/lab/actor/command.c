/* command: real programs that run inside the lab.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Init starts the command and reports its end; its output comes to us by a
 * pipe. What a command leaves running in the background keeps the pipe open,
 * so the end of the shell counts and not the end of the pipe.
 */
#include "base/clock.h"
#include "base/count.h"
#include "base/sentence.h"
#include "lab/ground/parts.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/wait.h>

enum { OUTPUT_MOST = 256 * 1024 };

/* Reads what is there; false at the end of the pipe. */
static bool read_output(struct command *command)
{
	char bytes[16 * 1024];
	ssize_t len;
	while ((len = read(command->output, bytes, sizeof(bytes))) > 0) {
		size_t room = OUTPUT_MOST - command->printed.len;
		command->cut |= (size_t)len > room;
		buf_add(&command->printed, bytes,
			(size_t)len > room ? room : (size_t)len);
	}
	return len < 0 && errno == EAGAIN;
}

static void handle_output(void *data, uint32_t ready)
{
	struct command *command = data;
	(void)ready;
	if (!read_output(command))
		loop_remove(command->lab->loop, command->output);
}

static void command_free(struct command *command)
{
	struct loop *loop = command->lab->loop;
	loop_timer_clear(loop, &command->limit);
	loop_remove(loop, command->output);
	close(command->output);
	buf_done(&command->printed);
	free(command->text);
	free(command);
}

static void unlink_command(struct lab *lab, const struct command *command)
{
	struct command **at = &lab->commands;
	while (*at != command)
		at = &(*at)->next;
	*at = command->next;
}

static void add_line(struct buf *buf, const char *line)
{
	if (buf->len && buf->data[buf->len - 1] != '\n')
		buf_putc(buf, '\n');
	buf_puts(buf, line);
}

static void add_late(struct buf *buf, unsigned seconds)
{
	struct buf line = {0};
	SENTENCE_LINE(&line, "[", "]\n", "note-command-late",
		      SLOT_NUMBER("seconds", seconds));
	add_line(buf, buf_text(&line));
	buf_done(&line);
}

static void add_cut(struct buf *buf)
{
	struct buf line = {0};
	SENTENCE_LINE(&line, "[", "]\n", "note-command-cut");
	add_line(buf, buf_text(&line));
	buf_done(&line);
}

/* The command is over: tells so and forgets it. */
static void finish(struct lab *lab, struct command *command, int status)
{
	read_output(command);
	if (command->cut)
		add_cut(&command->printed);
	if (command->late)
		add_late(&command->printed, lab->command_seconds);
	struct event event = {
		.as.output =
			{
				.host = lab_host_name(lab, command->host),
				.command = command->text,
				.text = buf_text(&command->printed),
				.len = command->printed.len,
				.status = status,
			},
	};
	unlink_command(lab, command);
	lab_emit(lab, EVENT_OUTPUT, &event);
	command_free(command);
}

/* When it has had its time, as busy as the machine was until now. */
static uint64_t end_of(const struct command *command)
{
	return command->begun +
	       pace_stretch(command->pace, pace_now(),
			    command->lab->command_seconds * CLOCK_SECOND);
}

static void too_late(void *data)
{
	struct command *command = data;
	uint64_t end = end_of(command);
	if (clock_now() < end) {
		loop_timer_set(command->lab->loop, &command->limit, end);
		return;
	}
	struct space_msg *msg = &command->lab->msg;
	command->late = true;
	space_msg_init(msg, SPACE_KILL);
	msg->pid = command->pid;
	space_send(command->lab->space.control, msg);
}

static bool send_command(struct lab *lab, const struct command *command,
			 int output, struct err *err)
{
	space_msg_init(&lab->msg, SPACE_RUN);
	size_t len = strlen(command->text);
	if (len >= sizeof(lab->msg.text))
		return FAILURE(err, "command-too-long",
			       SLOT_NUMBER("len", len));
	lab->msg.number = command->number;
	lab->msg.host = command->host;
	lab->msg.fds[0] = output;
	memcpy(lab->msg.text, command->text, len + 1);
	if (!space_send(lab->space.control, &lab->msg))
		return FAILURE(err, "run-command",
			       SLOT_TEXT("reason", strerror(errno)));
	return true;
}

bool lab_run(struct lab *lab, const char *host, const char *text,
	     struct err *err)
{
	size_t number;
	int pipe[2];
	if (!lab_find_host(lab, host, &number, err))
		return false;
	if (pipe2(pipe, O_CLOEXEC) < 0)
		return FAILURE(err, "make-command-pipe",
			       SLOT_TEXT("reason", strerror(errno)));
	fcntl(pipe[0], F_SETFL, O_NONBLOCK);
	struct command *command = xcalloc(1, sizeof(*command));
	*command = (struct command){
		.lab = lab,
		.number = ++lab->command_count,
		.host = number,
		.text = xstrdup(text),
		.output = pipe[0],
		.limit = {.fn = too_late, .data = command},
	};
	lab_join_group(lab);
	bool done = loop_add(lab->loop, pipe[0], EPOLLIN, handle_output,
			     command, err) &&
		    send_command(lab, command, pipe[1], err);
	close(pipe[1]);
	if (!done) {
		command_free(command);
		return false;
	}
	command->begun = clock_now();
	command->pace = pace_now();
	loop_timer_set(lab->loop, &command->limit, end_of(command));
	command->next = lab->commands;
	lab->commands = command;
	return true;
}

void command_started(struct lab *lab, int number, int pid, int status)
{
	struct command *command = lab->commands;
	while (command && command->number != number)
		command = command->next;
	if (!command)
		return;
	command->pid = pid;
	if (pid > 0)
		return;
	SENTENCE_LINE(&command->printed, "[", "]\n", "note-command-failed",
		      SLOT_TEXT("reason", strerror(status)));
	finish(lab, command, 126);
}

bool command_ended(struct lab *lab, int pid, int status)
{
	struct command *command = lab->commands;
	while (command && command->pid != pid)
		command = command->next;
	if (!command)
		return false;
	finish(lab, command,
	       WIFSIGNALED(status) ? 128 + WTERMSIG(status)
				   : WEXITSTATUS(status));
	return true;
}

void command_end_all(struct lab *lab)
{
	while (lab->commands)
		finish(lab, lab->commands, 128 + SIGKILL);
}

void command_close_all(struct lab *lab)
{
	while (lab->commands) {
		struct command *command = lab->commands;
		lab->commands = command->next;
		command_free(command);
	}
}
