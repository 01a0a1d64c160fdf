/* option_table: the table of options, a row each.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A row has all that is known of an option: which commands take it, what the
 * help says, and where it goes. A switch and a text go to a member of the
 * options, FIELD; a value that has to be judged goes to a function, VALUE, or
 * EACH when it may be given again; a WISH is done instead of the command.
 */
#include "base/sentence.h"
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
	{"plain", "", no_argument, MENU | RUN | SHELL | TRACE | CHECK | REPLAY | NOTES, SENTENCE_ID("option-plain"), FIELD(plain)},
	{"auto", "[=SECONDS]", optional_argument, RUN | TRACE | CHECK | REPLAY, SENTENCE_ID("option-auto"), VALUE(option_set_auto)},
	{"lang", NOTATION(" c|python"), required_argument, MENU | RUN | SHELL | TRACE | REPLAY | START | CHECK | WATCH | PRESENT | FOLLOW | READ | COMMAND_LINE_RECALL | EXPORT, SENTENCE_ID("option-lang"), VALUE(option_set_lang)},
	{"theme", NOTATION(" dark|light|contrast|projector"), required_argument, MENU | RUN | SHELL | TRACE | CHECK | REPLAY | PRESENT | FOLLOW | NOTES, SENTENCE_ID("option-theme"), VALUE(option_set_theme)},
	{"to", " STEP", required_argument, RUN | PRESENT, SENTENCE_ID("option-to"), VALUE(option_set_to)},
	{"log", " FILE", required_argument, RUN | SHELL | TRACE | PRESENT, SENTENCE_ID("option-log"), FIELD(log)},
	{"pcap", " FILE", required_argument, RUN | SHELL | TRACE | REPLAY | PRESENT, SENTENCE_ID("option-pcap"), FIELD(pcap)},
	{"record", " FILE", required_argument, RUN | TRACE | PRESENT | FOLLOW, SENTENCE_ID("option-record"), FIELD(record)},
	{"save", " FILE", required_argument, RUN | SHELL | TRACE | PRESENT, SENTENCE_ID("option-save"), EACH(option_set_save)},
	{"no-namespaces", "", no_argument, MENU | RUN | SHELL | TRACE | LINT | PRESENT | EXPORT, SENTENCE_ID("option-no-namespaces"), FIELD(no_namespaces)},
	{"script", " FILE", required_argument, MENU | RUN | SHELL | TRACE | REPLAY | PRESENT, SENTENCE_ID("option-script"), FIELD(script)},
	{"actors", " NAME,...", required_argument, SHELL, SENTENCE_ID("option-actors"), VALUE(option_set_actors)},
	{"when", " WHEN", required_argument, TRACE, SENTENCE_ID("option-when"), FIELD(when)},
	{"inject", " FAULT", required_argument, TRACE, SENTENCE_ID("option-inject"), EACH(option_set_inject)},
	{"host", " NAME=ADDR", required_argument, TRACE, SENTENCE_ID("option-host"), EACH(option_set_host)},
	{"allow-commands", "", no_argument, MENU | RUN | LINT | CHECK | WATCH | PRESENT | GRADE | EXPORT, SENTENCE_ID("option-allow-commands"), FIELD(allow_commands)},
	{"share", "[=ADDRESS]", optional_argument, PRESENT, SENTENCE_ID("option-share"), EACH(option_set_share_talk)},
	{"broker", " URL|FILE", required_argument, PRESENT, SENTENCE_ID("option-broker"), VALUE(option_set_broker)},
	{"page", " URL", required_argument, PRESENT, SENTENCE_ID("option-page"), VALUE(option_set_page)},
	{"share", " PATH", required_argument, RUN | SHELL | TRACE, SENTENCE_ID("option-share-socket"), EACH(option_set_share)},
	{"pid", " PID", required_argument, TRACE, SENTENCE_ID("option-pid"), VALUE(option_set_pid)},
	{"writable", "", no_argument, TRACE, SENTENCE_ID("option-writable"), FIELD(is_writable)},
	{"noise", "", no_argument, TRACE | REPLAY, SENTENCE_ID("option-noise"), FIELD(noise)},
	{"exit-status", "", no_argument, TRACE, SENTENCE_ID("option-exit-status"), FIELD(exit_status)},
	{"end-with", " NAME", required_argument, TRACE, SENTENCE_ID("option-end-with"), FIELD(end_with)},
	{"wait-for-ever", "", no_argument, TRACE, SENTENCE_ID("option-wait-for-ever"), FIELD(waits_for_ever)},
	{"form", "", no_argument, LINT, SENTENCE_ID("option-form"), FIELD(form_only)},
	{"json", "", no_argument, LIST | PROGRESS | EXERCISES | CHECK | CLASS, SENTENCE_ID("option-json"), FIELD(json)},
	{"only", " CHECK", required_argument, CHECK, SENTENCE_ID("option-only"), FIELD(only)},
	{"step", "[=CHECK]", optional_argument, CHECK, SENTENCE_ID("option-step"), VALUE(option_set_step)},
	{"tap", "", no_argument, CHECK, SENTENCE_ID("option-tap"), FIELD(tap)},
	{"junit", " FILE", required_argument, CHECK, SENTENCE_ID("option-junit"), FIELD(junit)},
	{"seed", " N", required_argument, CHECK | WATCH | GRADE, SENTENCE_ID("option-seed"), VALUE(option_set_seed)},
	{"exit-zero", "", no_argument, CHECK, SENTENCE_ID("option-exit-zero"), FIELD(exit_zero)},
	{"out", " FOLDER", required_argument, GRADE, SENTENCE_ID("option-out"), FIELD(out)},
	{"jobs", " N", required_argument, GRADE, SENTENCE_ID("option-jobs"), VALUE(option_set_jobs)},
	{"timeout", " SECONDS", required_argument, GRADE, SENTENCE_ID("option-timeout"), VALUE(option_set_timeout)},
	{"shard", " I/N", required_argument, GRADE, SENTENCE_ID("option-shard"), VALUE(option_set_shard)},
	{"only", " ID", required_argument, GRADE, SENTENCE_ID("option-only-submission"), EACH(option_set_id)},
	{"hidden", " FILE", required_argument, GRADE, SENTENCE_ID("option-hidden"), FIELD(hidden)},
	{"merge", "", no_argument, GRADE, SENTENCE_ID("option-merge"), FIELD(merge)},
	{"unconfined", "", no_argument, GRADE, SENTENCE_ID("option-unconfined"), FIELD(unconfined)},
	{"export", " FILE", required_argument, PROGRESS, SENTENCE_ID("option-export"), FIELD(export)},
	{"import", " FILE", required_argument, PROGRESS, SENTENCE_ID("option-import"), FIELD(import)},
	{"reset", "", no_argument, PROGRESS, SENTENCE_ID("option-reset"), FIELD(reset)},
	{"html", " FILE", required_argument, EXPORT, SENTENCE_ID("option-html"), FIELD(html)},
	{"html", " FILE", required_argument, FOLLOW, SENTENCE_ID("option-html-room"), FIELD(html)},
	{"md", " FILE", required_argument, EXPORT, SENTENCE_ID("option-md"), FIELD(markdown)},
	{"worksheet", " FILE", required_argument, EXPORT, SENTENCE_ID("option-worksheet"), FIELD(worksheet)},
	{"answers", "", no_argument, EXPORT, SENTENCE_ID("option-answers"), FIELD(answers)},
	{"all", " FOLDER", required_argument, EXPORT, SENTENCE_ID("option-all"), FIELD(all)},
	{"help", "", no_argument, ANY, SENTENCE_ID("option-help"), WISH(ARGUMENTS_HELP)},
	{"version", "", no_argument, ANY, SENTENCE_ID("option-version"), WISH(ARGUMENTS_VERSION)},
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
