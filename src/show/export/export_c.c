/* export_c: a run as programs in C, one for each actor.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The lines of a call are those of call_print_program_c(); what they need is
 * read from them: the headers of the names they use. Taking turns needs no
 * descriptor, for the sockets must get the numbers that they had: a file's
 * length can be read and set by its name alone.
 */
#include "show/export/export_c.h"

#include "base/sentence.h"
#include "base/text.h"
#include "call/table/syscalls.h"

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
	{"net/if.h", "ifreq"},
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
	{"sys/socket.h",
	 "AF_* MSG_* SO_* SOCK_* accept bind connect getpeername "
	 "getsockname listen recv* send* shutdown"},
	{"sys/stat.h", "stat"},
	{"sys/time.h", "timeval"},
	{"sys/types.h", "pid_t"},
	{"sys/uio.h", "iovec readv writev"},
	{"sys/un.h", "sockaddr_un"},
	{"sys/wait.h", "WCONTINUED WNOHANG WUNTRACED waitpid"},
	{"unistd.h", "_exit alarm close dup* fork pipe* read sleep truncate "
		     "usleep write"},
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
	struct buf shown = {0};
	text_show_all(&shown, title);
	for (const char *at = buf_text(&shown); *at; at++) {
		buf_putc(out, *at);
		if ((*at == '*' && at[1] == '/') ||
		    (*at == '/' && at[1] == '*'))
			buf_putc(out, ' ');
	}
	buf_done(&shown);
}

static void print_commands(const struct program *program, struct buf *out)
{
	const struct exported *from = program->from;
	const char *actors[64];
	size_t count = program_actors(from, actors, COUNT(actors));
	struct buf name = {0};
	program_print_name(program, program->actor, &name);
	buf_printf(out, " *\n *     cc -Wall -Wextra -o %s %s.c\n",
		   buf_text(&name), buf_text(&name));
	buf_done(&name);
	if (!program->turns)
		return;
	buf_puts(out, " *\n");
	program_print_start(program, " * ", out);
	buf_puts(out, NOTATION(" *\n *     : >turns; export TURNS=turns;"));
	for (size_t i = 0; i < count && i < COUNT(actors); i++) {
		buf_puts(out, " ./");
		program_print_name(program, actors[i], out);
		buf_puts(out, " &");
	}
	buf_puts(out, " wait\n");
}

static void print_head(const struct program *program, struct buf *out)
{
	buf_puts(out, "/* ");
	program_print_head(program, ".c", out);
	buf_puts(out, "\n * ");
	print_title(program->from->lesson->title, out);
	buf_puts(out, ".\n");
	print_commands(program, out);
	buf_puts(out, " */\n");
}

static const char turn_head[] =
	NOTATION("static void turn(int number)\n"
		 "{\n"
		 "\tconst char *turns = getenv(\"TURNS\");\n"
		 "\tstruct stat file;\n"
		 "\tif (!turns)\n"
		 "\t\treturn;\n"
		 "\twhile (!stat(turns, &file) && file.st_size < number - 1)\n"
		 "\t\tusleep(1000);\n");

static const char over_head[] =
	NOTATION("}\n\n"
		 "static void over(int number)\n"
		 "{\n"
		 "\tconst char *turns = getenv(\"TURNS\");\n");

static const char over_tail[] =
	"\tif (turns && truncate(turns, number) == -1)\n"
	"\t\tperror(turns);\n"
	"}\n\n";

/* A comment between functions. */
static void print_comment(const char *id, struct buf *out)
{
	program_print_comment(sentence_text(id), "/* ", " * ", " */", out);
}

static bool has_alarm(const struct program *program)
{
	return program->limit || program->is_interrupted;
}

static void print_wake(const struct program *program, struct buf *out)
{
	if (!has_alarm(program))
		return;
	print_comment(SENTENCE_ID("program-wake"), out);
	buf_puts(out, NOTATION("static void wake(int number)\n"
			       "{\n\t(void)number;\n}\n\n"));
}

/* Where a call sleeps that did not in the run, its program would keep all
 * others waiting. */
static void print_turns(const struct program *program, struct buf *out)
{
	if (!program->turns)
		return;
	print_comment(SENTENCE_ID("program-turns"), out);
	buf_puts(out, turn_head);
	if (program->limit) {
		program_print_comment(sentence_text("program-sleeps-long"),
				      "\t// ", "\t// ", "", out);
		buf_printf(out, "\talarm(%u);\n", program->limit);
	}
	buf_puts(out, over_head);
	if (program->limit)
		buf_puts(out, "\talarm(0);\n");
	buf_puts(out, over_tail);
}

static void print_handler(struct buf *out)
{
	print_comment(SENTENCE_ID("program-handler"), out);
	buf_puts(out, NOTATION("static void handler(int number)\n"
			       "{\n\t(void)number;\n}\n\n"));
}

struct use {
	const char *name;
	bool found;
};

static void find_use(void *data, const struct value *value)
{
	struct use *use = data;
	use->found |= !strcmp(value->name, use->name);
}

/* The compiler warns of a variable that only takes values. */
static bool is_read(const struct program *program, const char *name)
{
	struct use use = {name, false};
	for (size_t i = 0; i < program->count && !use.found; i++) {
		const struct call *call = &program->calls[i].call;
		const char *failure = call->syscall->failure;
		call_each_name(call, find_use, &use);
		if (text_is(call->into, name))
			use.found |= !failure || *failure;
	}
	return use.found;
}

static void print_variables(const struct program *program, struct buf *out)
{
	for (size_t i = 0; i < program->variable_count; i++)
		buf_printf(out, "int %s = -1;\n", program->variables[i]);
	for (size_t i = 0; i < program->variable_count; i++) {
		if (!is_read(program, program->variables[i]))
			buf_printf(out, "(void)%s;\n", program->variables[i]);
	}
	if (has_alarm(program))
		buf_puts(out,
			 "struct sigaction action = {.sa_handler = wake};\n"
			 "sigaction(SIGALRM, &action, NULL);\n");
	if (program->variable_count || has_alarm(program))
		buf_putc(out, '\n');
}

static bool begins(const char *text, const char *with)
{
	return !strncmp(text, with, strlen(with));
}

/* What declares something stands in a block of its own. */
static void print_lines(const struct call *call, struct buf *out)
{
	struct buf lines = {0};
	call_print_program_c(call, &lines);
	const char *text = buf_text(&lines);
	AUTO_FREE char *assigns =
		xprintf("%s = ", call->into ? call->into : "");
	AUTO_FREE char *calls = xprintf("%s(", call->syscall->name);
	bool is_plain = begins(text, "if (") || begins(text, calls) ||
			(call->into && begins(text, assigns));
	if (!is_plain)
		buf_puts(out, "{\n");
	program_indent(text, is_plain ? "" : "\t", out);
	if (!is_plain)
		buf_puts(out, "}\n");
	buf_done(&lines);
}

static void print_turn(const struct program *program, const char *what,
		       unsigned number, struct buf *out)
{
	if (program->turns && number)
		buf_printf(out, "%s(%u);\n", what, number);
}

static const struct program_form form;

/* The child's calls stand in a block of the parent's. */
static void print_child(const struct program *program,
			const struct program_call *call, struct buf *out)
{
	struct buf lines = {0};
	program_print_process(program, call->child, &form, &lines);
	buf_printf(out, "if (%s == 0) {\n", call->call.into);
	program_indent(buf_text(&lines), "\t", out);
	buf_puts(out, "}\n");
	buf_done(&lines);
}

static void print_call(const struct program *program, size_t index,
		       struct buf *out)
{
	const struct program_call *call = &program->calls[index];
	print_turn(program, "turn", call->turn, out);
	program_print_notes(program, index, "// ", out);
	print_turn(program, "over", call->over, out);
	if (deed_is_interrupted_by_hand(&program->deeds, call->deed))
		buf_puts(out, "alarm(1);\n");
	print_lines(&call->call, out);
	if (call->child)
		print_child(program, call, out);
	print_turn(program, "turn", call->woken_turn, out);
	print_turn(program, "over", call->woken_over, out);
}

static void print_end(const struct program *program, const char *actor,
		      struct buf *out)
{
	bool is_child = strcmp(actor, program->actor) != 0;
	if (program->turns) {
		program_print_comment(sentence_text("program-end"), "// ",
				      "// ", "", out);
		buf_printf(out, "turn(%u);\n", program->turns + 1);
	}
	buf_puts(out, is_child ? "_exit(0);\n" : "return 0;\n");
}

static const struct program_form form = {print_call, print_end};

static void print_main(const struct program *program, struct buf *out)
{
	struct buf lines = {0};
	print_variables(program, &lines);
	program_print_process(program, program->actor, &form, &lines);
	if (program_has_word(buf_text(&lines), "handler", false))
		print_handler(out);
	buf_puts(out, "int main(void)\n{\n");
	program_indent(buf_text(&lines), "\t", out);
	buf_puts(out, "}\n");
	buf_done(&lines);
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
		print_main(&program, &rest);
		print_head(&program, out);
		print_includes(buf_text(&rest), out);
		buf_puts(out, buf_text(&rest));
		buf_done(&rest);
	}
	program_done(&program);
	return ok;
}
