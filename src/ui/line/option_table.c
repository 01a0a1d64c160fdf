/* option_table: the table of options, a row each.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A row has all that is known of an option: which commands take it, what the
 * help says, and where it goes. A switch and a text go to a member of the
 * options, FIELD; a value that has to be judged goes to a function, VALUE, or
 * EACH when it may be given again; a WISH is done instead of the command.
 */
#include "ui/line/option.h"
#include "ui/line/option_value.h"

#include <getopt.h>
#include <stddef.h>

#define FIELD(member) .field = offsetof(struct options, member)
#define VALUE(function) .set = function
#define EACH(function) .set = (function), .is_list = true
#define WISH(what) .wish = what

enum {
	MENU = COMMAND_LINE_MENU,
	LIST = COMMAND_LINE_LIST,
	RUN = COMMAND_LINE_RUN,
	LINT = COMMAND_LINE_LINT,
	SHELL = COMMAND_LINE_SHELL,
	TRACE = COMMAND_LINE_TRACE,
	REPLAY = COMMAND_LINE_REPLAY,
	PROGRESS = COMMAND_LINE_PROGRESS,
	EXERCISES = COMMAND_LINE_EXERCISES,
	START = COMMAND_LINE_START,
	CHECK = COMMAND_LINE_CHECK,
	WATCH = COMMAND_LINE_WATCH,
	PRESENT = COMMAND_LINE_PRESENT,
	GRADE = COMMAND_LINE_GRADE,
	NOTES = COMMAND_LINE_NOTES,
	EXPORT = COMMAND_LINE_EXPORT,
	CLASS = COMMAND_LINE_CLASS,
	READ = COMMAND_LINE_READ,
	FOLLOW = COMMAND_LINE_FOLLOW,
	CONFIG = COMMAND_LINE_CONFIG,
	ANY = CONFIG | MENU | LIST | RUN | SHELL | TRACE | REPLAY | LINT |
	      COMMAND_LINE_DOCTOR | PROGRESS | COMMAND_LINE_HELP |
	      COMMAND_LINE_COMPLETE | EXERCISES | START | CHECK | WATCH |
	      PRESENT | GRADE | NOTES | EXPORT | CLASS | COMMAND_LINE_NEW |
	      COMMAND_LINE_RECALL | FOLLOW | READ,
};

/* clang-format off */
const struct option_row option_rows[OPTION_COUNT] = {
	{"plain", "", no_argument, MENU | RUN | SHELL | TRACE | CHECK | REPLAY | NOTES, "only add lines: for screen readers, pipes and transcripts", FIELD(plain)},
	{"auto", "[=SECONDS]", optional_argument, RUN | TRACE | CHECK | REPLAY, "play by itself, a call every SECONDS", VALUE(option_set_auto)},
	{"lang", " c|python", required_argument, MENU | RUN | SHELL | TRACE | REPLAY | START | CHECK | WATCH | PRESENT | FOLLOW | READ | COMMAND_LINE_RECALL | EXPORT, "show the calls, or take the files, in C or in Python", VALUE(option_set_lang)},
	{"theme", " dark|light|contrast|projector", required_argument, MENU | RUN | SHELL | TRACE | CHECK | REPLAY | PRESENT | FOLLOW | NOTES, "how the screen looks: for dark or light terminals, with high contrast, for a room", VALUE(option_set_theme)},
	{"to", " STEP", required_argument, RUN | PRESENT, "play up to step number STEP at once", VALUE(option_set_to)},
	{"log", " FILE", required_argument, RUN | SHELL | TRACE | PRESENT, "write every event into FILE, as JSON lines", FIELD(log)},
	{"pcap", " FILE", required_argument, RUN | SHELL | TRACE | REPLAY | PRESENT, "write every packet into FILE, for Wireshark and tshark", FIELD(pcap)},
	{"record", " FILE", required_argument, RUN | TRACE | PRESENT | FOLLOW, "film the screen into FILE, a .cast for asciinema", FIELD(record)},
	{"save", " FILE", required_argument, RUN | SHELL | TRACE | PRESENT, "write the run into FILE when it ends: .md .c .py .log .pcapng", EACH(option_set_save)},
	{"no-namespaces", "", no_argument, MENU | RUN | SHELL | TRACE | LINT | PRESENT | EXPORT, "use this machine's own loopback, without packets", FIELD(no_namespaces)},
	{"script", " FILE", required_argument, MENU | RUN | SHELL | TRACE | REPLAY | PRESENT, "take commands and keys from FILE", FIELD(script)},
	{"actors", " NAME,...", required_argument, SHELL, "the processes of the lab, by default server,client", VALUE(option_set_actors)},
	{"when", " WHEN", required_argument, TRACE, "start each program but the first when a socket listens: listening[:PORT|:PATH]", FIELD(when)},
	{"inject", " FAULT", required_argument, TRACE, "make calls go wrong, such as send:short=3:when=2", EACH(option_set_inject)},
	{"host", " NAME=ADDR", required_argument, TRACE, "a host with an address such as h1=10.0.0.1/24; @NAME puts a program there", EACH(option_set_host)},
	{"allow-commands", "", no_argument, MENU | RUN | LINT | CHECK | WATCH | PRESENT | GRADE | EXPORT, "run the commands of lessons that are not installed without asking", FIELD(allow_commands)},
	{"share", "[=ADDRESS]", optional_argument, PRESENT, "let a class follow, over this address of the machine or over all", EACH(option_set_share_talk)},
	{"broker", " URL|FILE", required_argument, PRESENT, "let a class follow over a broker that somebody else runs: mqtt:// or mqtts://", VALUE(option_set_broker)},
	{"share", " PATH", required_argument, RUN | SHELL | TRACE, "let the lab reach a socket of this machine, or those in a folder", EACH(option_set_share)},
	{"pid", " PID", required_argument, TRACE, "step a process that runs already, on this machine's own network", VALUE(option_set_pid)},
	{"writable", "", no_argument, TRACE, "let programs write in the working folder", FIELD(is_writable)},
	{"noise", "", no_argument, TRACE | REPLAY, "show the calls of name lookups and the like, too", FIELD(noise)},
	{"exit-status", "", no_argument, TRACE, "exit with the status of the last program; 128 + N when signal N killed it", FIELD(exit_status)},
	{"end-with", " NAME", required_argument, TRACE, "with --plain --auto: end every program when NAME has ended", FIELD(end_with)},
	{"wait-for-ever", "", no_argument, TRACE, "with --plain --auto: go on when no program can move any more", FIELD(waits_for_ever)},
	{"form", "", no_argument, LINT, "check the form only, and play nothing", FIELD(form_only)},
	{"json", "", no_argument, LIST | PROGRESS | EXERCISES | CHECK | CLASS, "print it as JSON", FIELD(json)},
	{"only", " CHECK", required_argument, CHECK, "play one check: its number, or words of its title", FIELD(only)},
	{"step", "[=CHECK]", optional_argument, CHECK, "show the first check that fails, or CHECK, call by call", VALUE(option_set_step)},
	{"tap", "", no_argument, CHECK, "print it in the Test Anything Protocol", FIELD(tap)},
	{"junit", " FILE", required_argument, CHECK, "write it into FILE as JUnit XML", FIELD(junit)},
	{"seed", " N", required_argument, CHECK | WATCH | GRADE, "draw ports and texts from N, to have the same again", VALUE(option_set_seed)},
	{"exit-zero", "", no_argument, CHECK, "end with status 0 though checks failed", FIELD(exit_zero)},
	{"out", " FOLDER", required_argument, GRADE, "the folder for the results", FIELD(out)},
	{"jobs", " N", required_argument, GRADE, "grade N submissions at a time; by default as many as there are processors", VALUE(option_set_jobs)},
	{"timeout", " SECONDS", required_argument, GRADE, "what one submission may take altogether; by default 300", VALUE(option_set_timeout)},
	{"shard", " I/N", required_argument, GRADE, "grade every Nth submission only, from number I on", VALUE(option_set_shard)},
	{"only", " ID", required_argument, GRADE, "grade this submission, again if need be; may be given several times", EACH(option_set_id)},
	{"hidden", " FILE", required_argument, GRADE, "more checks, of which only titles and points are told", FIELD(hidden)},
	{"merge", "", no_argument, GRADE, "make one result of those in the folders SHARD...", FIELD(merge)},
	{"unconfined", "", no_argument, GRADE, "let submissions see your files, and build them on this machine itself", FIELD(unconfined)},
	{"export", " FILE", required_argument, PROGRESS, "write the record into FILE", FIELD(export)},
	{"import", " FILE", required_argument, PROGRESS, "add what an exported FILE has", FIELD(import)},
	{"reset", "", no_argument, PROGRESS, "forget all but the language", FIELD(reset)},
	{"html", " FILE", required_argument, EXPORT, "write it as one page, for a browser", FIELD(html)},
	{"md", " FILE", required_argument, EXPORT, "write it as a transcript in Markdown", FIELD(markdown)},
	{"worksheet", " FILE", required_argument, EXPORT, "write a handout with room for answers; a page, or .md", FIELD(worksheet)},
	{"answers", "", no_argument, EXPORT, "fill the worksheet in, for the teacher", FIELD(answers)},
	{"all", " FOLDER", required_argument, EXPORT, "write a page of each lesson into FOLDER, and an index", FIELD(all)},
	{"help", "", no_argument, ANY, "show this help", WISH(ARGUMENTS_HELP)},
	{"version", "", no_argument, ANY, "show the version", WISH(ARGUMENTS_VERSION)},
};
/* clang-format on */

bool option_note(const struct option_row *row, struct options *options,
		 const char *value, struct err *err)
{
	void *field = (char *)options + row->field;
	if (row->set)
		return row->set(options, value, err);
	if (row->has_argument == no_argument)
		*(bool *)field = true;
	else
		*(const char **)field = value;
	return true;
}
