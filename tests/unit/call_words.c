/* call_words: every word of the screens has its sentences.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/mem.h"
#include "base/text.h"
#include "call/table/symbol.h"
#include "call/table/words.h"
#include "golden.h"
#include "journal/finding/finding.h"
#include "journal/packet/packet.h"
#include "journal/socket/socket.h"

#include <criterion/criterion.h>
#include <ctype.h>
#include <glob.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void expect_known(const char *word)
{
	cr_expect(word_help_find(word), "\"%s\" has no entry in words.txt",
		  word);
}

/* Of "sigpipe" the signal's are asked for, whose name it has. */
Test(words, every_finding)
{
	for (int kind = 0; kind < FINDING_KIND_COUNT; kind++)
		expect_known(finding_row((enum finding_kind)kind)->word);
}

Test(words, have_two_sentences_and_a_lesson_that_is_there)
{
	size_t count;
	const struct word_help *rows = word_help_table(&count);
	cr_assert(count);
	for (size_t i = 0; i < count; i++) {
		const char *says = rows[i].says;
		cr_expect(strstr(says, ". "), "%s: one sentence: %s",
			  rows[i].word, says);
		cr_expect_eq(word_help_find(rows[i].word), &rows[i],
			     "%s is there twice", rows[i].word);
		if (!rows[i].taught)
			continue;
		glob_t found;
		AUTO_FREE char *name =
			xprintf("lessons/[0-9][0-9]-%s.md", rows[i].taught);
		cr_expect(!glob(name, 0, NULL, &found), "%s: no lesson %s",
			  rows[i].word, rows[i].taught);
		globfree(&found);
	}
	cr_expect_null(word_help_find("nothing"));
	cr_expect_eq(word_help_find("listen"), word_help_find("LISTEN"));
}

static bool is_word_in(const char *text, const char *word)
{
	size_t len = strlen(word);
	for (const char *at = text; (at = strstr(at, word)); at += len) {
		bool begins = at == text || (!isalnum((unsigned char)at[-1]) &&
					     at[-1] != '_');
		bool ends = !isalnum((unsigned char)at[len]) && at[len] != '_';
		if (begins && ends)
			return true;
	}
	return false;
}

/* A lesson that speaks of a constant, a state or a flag could be named. */
static void expect_untaught(const char *path)
{
	size_t count;
	const struct word_help *rows = word_help_table(&count);
	AUTO_FREE char *text = golden_read(path);
	cr_assert(text, "%s", path);
	for (size_t i = 0; i < count; i++) {
		const char *word = rows[i].word;
		if (!rows[i].taught && isupper((unsigned char)word[0]) &&
		    isupper((unsigned char)word[1]))
			cr_expect(!is_word_in(text, word),
				  "%s names no lesson; %s speaks of it", word,
				  path);
	}
}

Test(words, name_a_lesson_where_one_speaks_of_them)
{
	glob_t found;
	cr_assert(!glob("lessons/[0-9][0-9]-*.md", 0, NULL, &found));
	cr_assert_gt(found.gl_pathc, 40);
	for (size_t i = 0; i < found.gl_pathc; i++)
		expect_untaught(found.gl_pathv[i]);
	globfree(&found);
	cr_expect(is_word_in("a FIN.", "FIN"));
	cr_expect(!is_word_in("FIN_WAIT", "FIN"));
}

/* Words that no lesson teaches, and why: what is left out here, and has no
 * lesson, is a fault, and so is what has one by now. */
static const struct {
	const char *why, *words;
} untaught[] = {
	{"what sockstep itself is made of: its help and its manual say it",
	 "actor lab rewind"},
	{"families that need rights, or speak with the kernel itself",
	 "AF_NETLINK AF_PACKET NETLINK_EXT_ACK"},
	{"questions about interfaces, which programs put and lessons do not",
	 "IFF_LOOPBACK IFF_UP SIOCGIFCONF"},
	{"rarer ways to ask for a name: names has the usual ones",
	 "AI_ALL AI_V4MAPPED NI_DGRAM NI_NAMEREQD NI_NOFQDN"},
	{"what exec closes: no lesson starts another program in a process",
	 "CLOSE_RANGE_CLOEXEC FD_CLOEXEC O_CLOEXEC"},
	{"urgent bytes, which the course leaves out on purpose",
	 "EPOLLPRI MSG_OOB POLLPRI SIGURG URG"},
	{"other names, or rarer kinds, of what poll and epoll teach",
	 "EPOLLEXCLUSIVE EPOLLRDHUP POLLRDNORM POLLWRNORM"},
	{"flags of messages that hardly any program uses",
	 "MSG_CONFIRM MSG_DONTROUTE MSG_EOR MSG_ERRQUEUE MSG_FASTOPEN "
	 "MSG_WAITFORONE MSG_ZEROCOPY"},
	{"flags of splice, which no lesson calls",
	 "SPLICE_F_GIFT SPLICE_F_MORE SPLICE_F_MOVE SPLICE_F_NONBLOCK"},
	{"signals that have nothing to do with sockets",
	 "SIGABRT SIGALRM SIGBUS SIGCONT SIGFPE SIGHUP SIGILL SIGINT SIGIO "
	 "SIGPROF SIGPWR SIGQUIT SIGSEGV SIGSTKFLT SIGSTOP SIGSYS SIGTERM "
	 "SIGTRAP SIGTSTP SIGTTIN SIGTTOU SIGUSR1 SIGUSR2 SIGVTALRM SIGWINCH "
	 "SIGXCPU SIGXFSZ"},
};

static bool is_untaught(const char *word)
{
	for (size_t i = 0; i < COUNT(untaught); i++) {
		if (is_word_in(untaught[i].words, word))
			return true;
	}
	return false;
}

Test(words, name_a_lesson_unless_a_reason_is_known)
{
	size_t count, without = 0, known = 0;
	const struct word_help *rows = word_help_table(&count);
	for (size_t i = 0; i < count; i++) {
		without += !rows[i].taught;
		cr_expect(rows[i].taught || is_untaught(rows[i].word),
			  "%s names no lesson", rows[i].word);
		cr_expect(!rows[i].taught || !is_untaught(rows[i].word),
			  "%s is taught by now", rows[i].word);
	}
	for (size_t i = 0; i < COUNT(untaught); i++) {
		cr_expect(strlen(untaught[i].why) > 20);
		for (const char *at = untaught[i].words; *at;
		     at += strspn(at, " ")) {
			known++;
			at += strcspn(at, " ");
		}
	}
	cr_expect_eq(without, known, "%zu without, %zu in the list", without,
		     known);
}

Test(words, know_every_signal_and_flag_of_a_few_groups)
{
	static const enum symbol_group groups[] = {
		SYMBOL_TYPE_FLAG, SYMBOL_SHUT, SYMBOL_EPOLL_OP, SYMBOL_FD,
		SYMBOL_SIGNAL,	  SYMBOL_AI,   SYMBOL_NI,	SYMBOL_SPLICE,
	};
	size_t count;
	const struct symbol *table = symbol_table(&count);
	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; k < COUNT(groups); k++) {
			if (table[i].group == groups[k] &&
			    table[i].use == SYMBOL_NAME)
				expect_known(table[i].name);
		}
	}
}

Test(words, know_every_tcp_state)
{
	for (int state = 1; state <= SOCKET_CLOSING; state++) {
		const struct socket_state socket = {
			.family = AF_INET,
			.type = SOCK_STREAM,
			.protocol = IPPROTO_TCP,
			.state = state,
		};
		expect_known(socket_state_word(&socket));
	}
}

Test(words, know_every_mark_of_a_packet)
{
	for (unsigned mark = 1; packet_mark_word(mark); mark <<= 1)
		expect_known(packet_mark_word(mark));
}

/* --- the rows of saved transcripts -----------------------------------------
 */

/* "2 retransmits" as "retransmits": a note without its number. */
static void expect_note(struct str note)
{
	note = str_trim(note);
	while (note.len &&
	       (isdigit((unsigned char)note.data[0]) || note.data[0] == ' '))
		note = (struct str){note.data + 1, note.len - 1};
	AUTO_FREE char *word = xprintf("%.*s", (int)note.len, note.data);
	expect_known(word);
}

/* What stands in the parentheses at the end of a row. */
static size_t expect_notes(const char *line)
{
	const char *at = strrchr(line, '(');
	size_t count = 0;
	while (at && *at && *at != ')') {
		size_t len = strcspn(++at, ",;)");
		expect_note((struct str){at, len});
		at += len;
		count++;
	}
	return count;
}

Test(words, know_the_columns_and_notes_of_rows)
{
	static const char *const columns[] = {
		"Recv-Q", "Send-Q", "fd", "local", "peer",
	};
	FILE *file = fopen("tests/golden/screen/connected.plain", "r");
	cr_assert(file);
	char line[1024];
	size_t rows = 0, notes = 0;
	while (fgets(line, sizeof(line), file)) {
		if (!strstr(line, " Recv-Q "))
			continue;
		rows++;
		notes += expect_notes(line);
		for (size_t i = 0; i < COUNT(columns); i++)
			if (strstr(line, columns[i]))
				expect_known(columns[i]);
	}
	fclose(file);
	cr_expect(rows && notes, "%zu rows with %zu notes", rows, notes);
}
