/* export_c: a run as programs in C, one for each actor.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The lines of a call are those of call_print_program_c(); what they need is
 * read from them: the headers of the names they use. Taking turns needs no
 * descriptor, for the sockets must get the numbers that they had: a file's
 * length can be read and set by its name alone.
 */
#include "show/export_c.h"

#include <string.h>

/* Which names stand in which header: words, and beginnings of words that end
 * in "*". Sorted by header; NULL: a macro before all headers. */
static const struct {
	const char *header, *names;
} headers[] = {
	{NULL, "accept4 dup3 in6_pktinfo pipe2 POLLRDHUP ucred"},
	{"arpa/inet.h", "inet_*"},
	{"errno.h", "errno"},
	{"fcntl.h", "fcntl F_* FD_CLOEXEC O_* open"},
	{"linux/errqueue.h", "sock_extended_err SO_EE_*"},
	{"linux/sockios.h", "SIOCINQ SIOCOUTQ*"},
	{"netdb.h", "addrinfo gai_strerror getaddrinfo getnameinfo"},
	{"netinet/in.h", "htonl htons IP_* IPPROTO_* IPV6_* ip_mreq* "
			 "ipv6_mreq ntohl ntohs sockaddr_in*"},
	{"netinet/tcp.h", "TCP_* tcp_*"},
	{"netinet/udp.h", "UDP_*"},
	{"poll.h", "poll POLL*"},
	{"signal.h", "kill sigaction signal SIG*"},
	{"stddef.h", "offsetof"},
	{"stdio.h", "perror printf"},
	{"stdlib.h", "getenv"},
	{"string.h", "memcpy memset strcpy strlen"},
	{"sys/epoll.h", "epoll_* EPOLL*"},
	{"sys/ioctl.h", "FIO* ioctl SIOCATMARK"},
	{"sys/select.h", "FD_SET FD_ZERO fd_set select"},
	{"sys/socket.h", "AF_* MSG_* SO_* SOCK_* accept listen"},
	{"sys/stat.h", "stat"},
	{"sys/time.h", "timeval"},
	{"sys/types.h", "pid_t"},
	{"sys/uio.h", "iovec readv writev"},
	{"sys/un.h", "sockaddr_un"},
	{"sys/wait.h", "WCONTINUED WNOHANG WUNTRACED waitpid"},
	{"unistd.h", "_exit alarm close dup* fork read sleep truncate usleep "
		     "write"},
};

static bool uses(const char *text, const char *names)
{
	struct str rest = str_from(names), name;
	while (str_next_word(&rest, &name)) {
		bool is_prefix = name.data[name.len - 1] == '*';
		AUTO_FREE char *word =
			xprintf("%.*s", (int)(name.len - is_prefix), name.data);
		if (program_has_word(text, word, is_prefix))
			return true;
	}
	return false;
}

static void print_includes(const char *text, struct buf *out)
{
	if (uses(text, headers[0].names))
		buf_puts(out, "#define _GNU_SOURCE\n");
	for (size_t i = 1; i < COUNT(headers); i++) {
		if (uses(text, headers[i].names))
			buf_printf(out, "#include <%s>\n", headers[i].header);
	}
	buf_putc(out, '\n');
}

/* A title that would end the comment is broken up. */
static void print_title(const char *title, struct buf *out)
{
	for (const char *at = title; *at; at++) {
		buf_putc(out, *at);
		if ((*at == '*' && at[1] == '/') ||
		    (*at == '/' && at[1] == '*'))
			buf_putc(out, ' ');
	}
}

static void print_commands(const struct program *program, struct buf *out)
{
	const struct exported *from = program->from;
	const char *actors[64];
	size_t count = program_actors(from, actors, COUNT(actors));
	buf_printf(out, " *\n *     cc -Wall -Wextra -o %s", from->name);
	buf_printf(out, "%s%s %s", program->turns ? "-" : "",
		   program->turns ? program->actor : "", from->name);
	buf_printf(out, "%s%s.c\n", program->turns ? "-" : "",
		   program->turns ? program->actor : "");
	if (!program->turns)
		return;
	buf_puts(out, " *\n * Started alone, it goes ahead by itself. Started "
		      "like this, in one line, the\n * programs take turns:\n"
		      " *\n *     : >turns; export TURNS=turns;");
	for (size_t i = 0; i < count && i < COUNT(actors); i++)
		buf_printf(out, " ./%s-%s &", from->name, actors[i]);
	buf_puts(out, " wait\n");
}

static void print_head(const struct program *program, struct buf *out)
{
	buf_puts(out, "/* ");
	program_print_name(program, program->actor, out);
	buf_printf(out, ".c: what %s did in a run of sockstep:\n * ",
		   program->actor);
	print_title(program->from->lesson->title, out);
	buf_puts(out, ".\n");
	print_commands(program, out);
	buf_puts(out, " */\n");
}

static const char turn_head[] =
	"/* The length of the file that TURNS names says how many turns are "
	"over. "
	"Without\n"
	" * it nobody waits. */\n"
	"static void turn(int number)\n"
	"{\n"
	"\tconst char *turns = getenv(\"TURNS\");\n"
	"\tstruct stat file;\n"
	"\tif (!turns)\n"
	"\t\treturn;\n"
	"\twhile (!stat(turns, &file) && file.st_size < number - 1)\n"
	"\t\tusleep(1000);\n";

static const char over_head[] = "}\n"
				"\n"
				"static void over(int number)\n"
				"{\n"
				"\tconst char *turns = getenv(\"TURNS\");\n";

static const char over_tail[] =
	"\tif (turns && truncate(turns, number) == -1)\n"
	"\t\tperror(turns);\n"
	"}\n\n";

static bool has_alarm(const struct program *program)
{
	return program->limit || program->is_interrupted;
}

static void print_wake(const struct program *program, struct buf *out)
{
	if (has_alarm(program))
		buf_puts(out, "/* A call that is interrupted by this fails "
			      "with EINTR. */\n"
			      "static void wake(int number)\n"
			      "{\n\t(void)number;\n}\n\n");
}

/* Where a call sleeps that did not in the run, its program would keep all
 * others waiting. */
static void print_turns(const struct program *program, struct buf *out)
{
	if (!program->turns)
		return;
	buf_puts(out, turn_head);
	if (program->limit)
		buf_printf(out,
			   "\t// A call that sleeps too long keeps the others "
			   "waiting.\n"
			   "\talarm(%u);\n",
			   program->limit);
	buf_puts(out, over_head);
	if (program->limit)
		buf_puts(out, "\talarm(0);\n");
	buf_puts(out, over_tail);
}

static void print_variables(const struct program *program, struct buf *out)
{
	for (size_t i = 0; i < program->variable_count; i++)
		buf_printf(out, "\tint %s = -1;\n", program->variables[i]);
	if (has_alarm(program))
		buf_puts(out,
			 "\tstruct sigaction action = {.sa_handler = wake};\n"
			 "\tsigaction(SIGALRM, &action, NULL);\n");
	if (program->variable_count || has_alarm(program))
		buf_putc(out, '\n');
}

/* What declares something stands in a block of its own. */
static void print_call(const struct call *call, struct buf *out)
{
	struct buf lines = {0};
	call_print_program_c(call, &lines);
	const char *text = buf_text(&lines);
	AUTO_FREE char *assigns =
		xprintf("%s = ", call->into ? call->into : "");
	bool is_plain =
		!strncmp(text, "if (", 4) ||
		(call->into && !strncmp(text, assigns, strlen(assigns)));
	if (!is_plain)
		buf_puts(out, "\t{\n");
	program_indent(text, is_plain ? "\t" : "\t\t", out);
	if (!is_plain)
		buf_puts(out, "\t}\n");
	buf_done(&lines);
}

static void print_turn(const char *what, unsigned number, struct buf *out)
{
	if (number)
		buf_printf(out, "\t%s(%u);\n", what, number);
}

static void print_calls(const struct program *program, struct buf *out)
{
	bool turns = program->turns;
	for (size_t i = 0; i < program->count; i++) {
		const struct program_call *call = &program->calls[i];
		if (i)
			buf_putc(out, '\n');
		print_turn("turn", turns ? call->turn : 0, out);
		program_print_notes(program, i, "\t// ", out);
		print_turn("over", turns ? call->over : 0, out);
		if (move_is_interrupted(&program->moves, call->move))
			buf_puts(out, "\talarm(1);\n");
		print_call(&call->call, out);
		print_turn("turn", turns ? call->woken_turn : 0, out);
		print_turn("over", turns ? call->woken_over : 0, out);
	}
	if (turns)
		buf_printf(out,
			   "\n\t// The end of a program closes its sockets: "
			   "not before the others are done.\n"
			   "\tturn(%u);\n",
			   program->turns + 1);
}

bool export_c(const struct exported *from, const char *actor, struct buf *out,
	      struct err *err)
{
	struct program program = {0};
	bool ok = program_make(&program, from, actor, NOTATION_C, err);
	if (ok) {
		struct buf rest = {0};
		print_wake(&program, &rest);
		print_turns(&program, &rest);
		buf_puts(&rest, "int main(void)\n{\n");
		print_variables(&program, &rest);
		print_calls(&program, &rest);
		buf_puts(&rest, "\treturn 0;\n}\n");
		print_head(&program, out);
		print_includes(buf_text(&rest), out);
		buf_puts(out, buf_text(&rest));
		buf_done(&rest);
	}
	program_done(&program);
	return ok;
}
