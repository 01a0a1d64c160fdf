/* arguments: the table of options, and what a command line says.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/line/arguments.h"

#include "base/mem.h"
#include "base/text.h"
#include "show/canvas/style.h"
#include "ui/file/save.h"

#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

/* Notes one option; `value` is NULL when none was given. */
typedef bool set_fn(struct options *options, const char *value,
		    struct err *err);

static bool set_plain(struct options *options, const char *value,
		      struct err *err)
{
	(void)value;
	(void)err;
	return options->plain = true;
}

/* Digits and nothing else: no sign, no blank, no exponent. */
static bool is_whole(const char *text)
{
	return text[0] && !text[strspn(text, "0123456789")];
}

static bool set_auto(struct options *options, const char *value,
		     struct err *err)
{
	options->automatic = true;
	if (!value)
		return true;
	char *end;
	options->seconds = strtod(value, &end);
	bool is_decimal = !value[strspn(value, "0123456789.")];
	if (is_decimal && !*end && end != value && options->seconds <= 3600)
		return true;
	return err_set(err, "--auto=%s: expected seconds, 0 to 3600", value);
}

static bool set_lang(struct options *options, const char *value,
		     struct err *err)
{
	options->has_language = true;
	options->language =
		!strcmp(value, "python") ? NOTATION_PYTHON : NOTATION_C;
	if (options->language == NOTATION_PYTHON || !strcmp(value, "c"))
		return true;
	return err_set(err, "--lang %s: expected c or python", value);
}

static bool set_theme(struct options *options, const char *value,
		      struct err *err)
{
	options->has_theme = true;
	return style_choose(value, err) || err_wrap(err, "--theme");
}

static bool set_to(struct options *options, const char *value, struct err *err)
{
	errno = 0;
	options->to_step = strtoul(value, NULL, 10);
	if (!errno && is_whole(value) && options->to_step)
		return true;
	return err_set(err, "--to %s: expected the number of a step, from 1",
		       value);
}

static bool set_log(struct options *options, const char *value, struct err *err)
{
	(void)err;
	options->log = value;
	return true;
}

static bool set_pcap(struct options *options, const char *value,
		     struct err *err)
{
	(void)err;
	options->pcap = value;
	return true;
}

static bool set_record(struct options *options, const char *value,
		       struct err *err)
{
	(void)err;
	options->record = value;
	return true;
}

static bool set_save(struct options *options, const char *value,
		     struct err *err)
{
	if (options->save_count == OPTIONS_SAVES_MOST)
		return err_set(err, "--save: at most %d files are written",
			       OPTIONS_SAVES_MOST);
	options->saves[options->save_count++] = value;
	return (save_check(value, err) && save_check_folder(value, err)) ||
	       err_wrap(err, "--save");
}

static bool set_script(struct options *options, const char *value,
		       struct err *err)
{
	(void)err;
	options->script = value;
	return true;
}

static bool set_actors(struct options *options, const char *value,
		       struct err *err)
{
	(void)err;
	options->actors = value;
	return true;
}

static bool set_when(struct options *options, const char *value,
		     struct err *err)
{
	(void)err;
	options->when = value;
	return true;
}

static bool set_inject(struct options *options, const char *value,
		       struct err *err)
{
	if (options->fault_count == OPTIONS_FAULTS_MOST)
		return err_set(err, "--inject: more than %d faults",
			       OPTIONS_FAULTS_MOST);
	options->faults[options->fault_count++] = value;
	return true;
}

static bool set_host(struct options *options, const char *value,
		     struct err *err)
{
	if (options->host_count == OPTIONS_HOSTS_MOST)
		return err_set(err, "--host: more than %d hosts",
			       OPTIONS_HOSTS_MOST);
	options->hosts[options->host_count++] = value;
	return true;
}

static bool set_allow_commands(struct options *options, const char *value,
			       struct err *err)
{
	(void)value;
	(void)err;
	return options->allow_commands = true;
}

static bool set_share(struct options *options, const char *value,
		      struct err *err)
{
	if (options->shared_count == OPTIONS_SHARED_MOST)
		return err_set(err, "--share: more than %d paths",
			       OPTIONS_SHARED_MOST);
	// The lab finds it by this path, and programs do.
	if (value[0] != '/')
		return err_set(err, "--share %s: expected a path from /",
			       value);
	if (access(value, F_OK) < 0)
		return err_set(err, "--share %s: %s", value, strerror(errno));
	options->shared[options->shared_count++] = value;
	return true;
}

/* A path is a socket for the lab, as elsewhere. */
static bool set_share_talk(struct options *options, const char *value,
			   struct err *err)
{
	if (value && value[0] == '/')
		return set_share(options, value, err);
	options->share_at = value;
	return options->shares = true;
}

static bool set_broker(struct options *options, const char *value,
		       struct err *err)
{
	(void)err;
	options->broker = value;
	return options->shares = true;
}

static bool set_pid(struct options *options, const char *value, struct err *err)
{
	errno = 0;
	long pid = strtol(value, NULL, 10);
	options->pid = (int)pid;
	if (!errno && is_whole(value) && pid > 0 && pid <= INT_MAX)
		return true;
	return err_set(err, "--pid %s: expected the number of a process",
		       value);
}

static bool set_writable(struct options *options, const char *value,
			 struct err *err)
{
	(void)value;
	(void)err;
	return options->is_writable = true;
}

static bool set_noise(struct options *options, const char *value,
		      struct err *err)
{
	(void)value;
	(void)err;
	return options->noise = true;
}

static bool set_exit_status(struct options *options, const char *value,
			    struct err *err)
{
	(void)value;
	(void)err;
	return options->exit_status = true;
}

static bool set_end_with(struct options *options, const char *value,
			 struct err *err)
{
	(void)err;
	options->end_with = value;
	return true;
}

static bool set_wait_for_ever(struct options *options, const char *value,
			      struct err *err)
{
	(void)value;
	(void)err;
	return options->waits_for_ever = true;
}

static bool set_no_namespaces(struct options *options, const char *value,
			      struct err *err)
{
	(void)value;
	(void)err;
	return options->no_namespaces = true;
}

static bool set_form(struct options *options, const char *value,
		     struct err *err)
{
	(void)value;
	(void)err;
	return options->form_only = true;
}

static bool set_json(struct options *options, const char *value,
		     struct err *err)
{
	(void)value;
	(void)err;
	return options->json = true;
}

static bool set_export(struct options *options, const char *value,
		       struct err *err)
{
	(void)err;
	options->export = value;
	return true;
}

static bool set_html(struct options *options, const char *value,
		     struct err *err)
{
	(void)err;
	options->html = value;
	return true;
}

static bool set_markdown(struct options *options, const char *value,
			 struct err *err)
{
	(void)err;
	options->markdown = value;
	return true;
}

static bool set_worksheet(struct options *options, const char *value,
			  struct err *err)
{
	(void)err;
	options->worksheet = value;
	return true;
}

static bool set_answers(struct options *options, const char *value,
			struct err *err)
{
	(void)value;
	(void)err;
	return options->answers = true;
}

static bool set_all(struct options *options, const char *value, struct err *err)
{
	(void)err;
	options->all = value;
	return true;
}

static bool set_import(struct options *options, const char *value,
		       struct err *err)
{
	(void)err;
	options->import = value;
	return true;
}

static bool set_reset(struct options *options, const char *value,
		      struct err *err)
{
	(void)value;
	(void)err;
	return options->reset = true;
}

static bool set_only(struct options *options, const char *value,
		     struct err *err)
{
	(void)err;
	options->only = value;
	return true;
}

static bool set_step(struct options *options, const char *value,
		     struct err *err)
{
	(void)err;
	options->step_check = value;
	return options->step = true;
}

static bool set_junit(struct options *options, const char *value,
		      struct err *err)
{
	(void)err;
	options->junit = value;
	return true;
}

static bool set_tap(struct options *options, const char *value, struct err *err)
{
	(void)value;
	(void)err;
	return options->tap = true;
}

static bool set_exit_zero(struct options *options, const char *value,
			  struct err *err)
{
	(void)value;
	(void)err;
	return options->exit_zero = true;
}

/* JSON has no larger numbers that every reader takes. */
static bool set_seed(struct options *options, const char *value,
		     struct err *err)
{
	errno = 0;
	options->seed = strtoull(value, NULL, 10);
	options->has_seed = true;
	if (!errno && is_whole(value) && options->seed < UINT64_C(1) << 53)
		return true;
	return err_set(err, "--seed %s: expected a whole number below 2^53",
		       value);
}

static bool set_out(struct options *options, const char *value, struct err *err)
{
	(void)err;
	options->out = value;
	return true;
}

static bool set_hidden(struct options *options, const char *value,
		       struct err *err)
{
	(void)err;
	options->hidden = value;
	return true;
}

static bool set_unconfined(struct options *options, const char *value,
			   struct err *err)
{
	(void)value;
	(void)err;
	return options->unconfined = true;
}

static bool set_merge(struct options *options, const char *value,
		      struct err *err)
{
	(void)value;
	(void)err;
	return options->merge = true;
}

static bool set_id(struct options *options, const char *value, struct err *err)
{
	if (options->only_count == OPTIONS_ONLY_MOST)
		return err_set(err, "--only: more than %d submissions",
			       OPTIONS_ONLY_MOST);
	options->only_list[options->only_count++] = value;
	return true;
}

/* A whole number from 1 to `most`; 0 for what is none. */
static unsigned read_count(const char *text, unsigned most, char **end)
{
	errno = 0;
	unsigned long count = strtoul(text, end, 10);
	bool is_good =
		!errno && text[0] >= '0' && text[0] <= '9' && count <= most;
	return is_good ? (unsigned)count : 0;
}

static bool set_jobs(struct options *options, const char *value,
		     struct err *err)
{
	char *end;
	options->jobs = read_count(value, 256, &end);
	return (options->jobs && !*end) ||
	       err_set(err, "--jobs %s: expected a number from 1 to 256",
		       value);
}

static bool set_timeout(struct options *options, const char *value,
			struct err *err)
{
	char *end;
	options->timeout = read_count(value, 86400, &end);
	return (options->timeout && !*end) ||
	       err_set(err, "--timeout %s: expected seconds, 1 to 86400",
		       value);
}

static bool set_shard(struct options *options, const char *value,
		      struct err *err)
{
	char *end;
	options->shard = value;
	options->shard_number = read_count(value, 10000, &end);
	if (*end == '/')
		options->shard_count = read_count(end + 1, 10000, &end);
	return (options->shard_number && !*end &&
		options->shard_number <= options->shard_count) ||
	       err_set(err, "--shard %s: expected I/N, such as 1/3", value);
}

/* `commands` is a mask. `set` is NULL for a wish. */
struct option_row {
	const char *name;
	const char *argument; /* as the help shows it */
	int has_argument;     /* as getopt_long(3) wants it */
	unsigned commands;
	const char *help;
	set_fn *set;
	enum arguments_wish wish;
};

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
static const struct option_row rows[] = {
	{"plain", "", no_argument, MENU | RUN | SHELL | TRACE | CHECK | REPLAY | NOTES, "only add lines: for screen readers, pipes and transcripts", set_plain, ARGUMENTS_RUN},
	{"auto", "[=SECONDS]", optional_argument, RUN | TRACE | CHECK | REPLAY, "play by itself, a call every SECONDS", set_auto, ARGUMENTS_RUN},
	{"lang", " c|python", required_argument, MENU | RUN | SHELL | TRACE | REPLAY | START | CHECK | WATCH | PRESENT | FOLLOW | READ | EXPORT, "show the calls, or take the files, in C or in Python", set_lang, ARGUMENTS_RUN},
	{"theme", " dark|light|contrast|projector", required_argument, MENU | RUN | SHELL | TRACE | CHECK | REPLAY | PRESENT | FOLLOW | NOTES, "how the screen looks: for dark or light terminals, with high contrast, for a room", set_theme, ARGUMENTS_RUN},
	{"to", " STEP", required_argument, RUN | PRESENT, "play up to step number STEP at once", set_to, ARGUMENTS_RUN},
	{"log", " FILE", required_argument, RUN | SHELL | TRACE | PRESENT, "write every event into FILE, as JSON lines", set_log, ARGUMENTS_RUN},
	{"pcap", " FILE", required_argument, RUN | SHELL | TRACE | REPLAY | PRESENT, "write every packet into FILE, for Wireshark and tshark", set_pcap, ARGUMENTS_RUN},
	{"record", " FILE", required_argument, RUN | TRACE | PRESENT | FOLLOW, "film the screen into FILE, a .cast for asciinema", set_record, ARGUMENTS_RUN},
	{"save", " FILE", required_argument, RUN | SHELL | TRACE | PRESENT, "write the run into FILE when it ends: .md .c .py .log .pcapng", set_save, ARGUMENTS_RUN},
	{"no-namespaces", "", no_argument, MENU | RUN | SHELL | TRACE | LINT | PRESENT | EXPORT, "use this machine's own loopback, without packets", set_no_namespaces, ARGUMENTS_RUN},
	{"script", " FILE", required_argument, MENU | RUN | SHELL | TRACE | REPLAY | PRESENT, "take commands and keys from FILE", set_script, ARGUMENTS_RUN},
	{"actors", " NAME,...", required_argument, SHELL, "the processes of the lab, by default server,client", set_actors, ARGUMENTS_RUN},
	{"when", " WHEN", required_argument, TRACE, "start each program but the first when a socket listens: listening[:PORT]", set_when, ARGUMENTS_RUN},
	{"inject", " FAULT", required_argument, TRACE, "make calls go wrong, such as send:short=3:when=2", set_inject, ARGUMENTS_RUN},
	{"host", " NAME=ADDR", required_argument, TRACE, "a host with an address such as h1=10.0.0.1/24; @NAME puts a program there", set_host, ARGUMENTS_RUN},
	{"allow-commands", "", no_argument, MENU | RUN | LINT | CHECK | WATCH | PRESENT | GRADE | EXPORT, "run the commands of lessons that are not installed without asking", set_allow_commands, ARGUMENTS_RUN},
	{"share", "[=ADDRESS]", optional_argument, PRESENT, "let a class follow, over this address of the machine or over all", set_share_talk, ARGUMENTS_RUN},
	{"broker", " URL|FILE", required_argument, PRESENT, "let a class follow over a broker that somebody else runs: mqtt:// or mqtts://", set_broker, ARGUMENTS_RUN},
	{"share", " PATH", required_argument, RUN | SHELL | TRACE, "let the lab reach a socket of this machine, or those in a folder", set_share, ARGUMENTS_RUN},
	{"pid", " PID", required_argument, TRACE, "step a process that runs already, on this machine's own network", set_pid, ARGUMENTS_RUN},
	{"writable", "", no_argument, TRACE, "let programs write in the working folder", set_writable, ARGUMENTS_RUN},
	{"noise", "", no_argument, TRACE | REPLAY, "show the calls of name lookups and the like, too", set_noise, ARGUMENTS_RUN},
	{"exit-status", "", no_argument, TRACE, "exit with the status of the last program; 128 + N when signal N killed it", set_exit_status, ARGUMENTS_RUN},
	{"end-with", " NAME", required_argument, TRACE, "with --plain --auto: end every program when NAME has ended", set_end_with, ARGUMENTS_RUN},
	{"wait-for-ever", "", no_argument, TRACE, "with --plain --auto: go on when no program can move any more", set_wait_for_ever, ARGUMENTS_RUN},
	{"form", "", no_argument, LINT, "check the form only, and play nothing", set_form, ARGUMENTS_RUN},
	{"json", "", no_argument, LIST | PROGRESS | EXERCISES | CHECK | CLASS, "print it as JSON", set_json, ARGUMENTS_RUN},
	{"only", " CHECK", required_argument, CHECK, "play one check: its number, or words of its title", set_only, ARGUMENTS_RUN},
	{"step", "[=CHECK]", optional_argument, CHECK, "show the first check that fails, or CHECK, call by call", set_step, ARGUMENTS_RUN},
	{"tap", "", no_argument, CHECK, "print it in the Test Anything Protocol", set_tap, ARGUMENTS_RUN},
	{"junit", " FILE", required_argument, CHECK, "write it into FILE as JUnit XML", set_junit, ARGUMENTS_RUN},
	{"seed", " N", required_argument, CHECK | WATCH | GRADE, "draw ports and texts from N, to have the same again", set_seed, ARGUMENTS_RUN},
	{"exit-zero", "", no_argument, CHECK, "end with status 0 though checks failed", set_exit_zero, ARGUMENTS_RUN},
	{"out", " FOLDER", required_argument, GRADE, "the folder for the results", set_out, ARGUMENTS_RUN},
	{"jobs", " N", required_argument, GRADE, "grade N submissions at a time; by default as many as there are processors", set_jobs, ARGUMENTS_RUN},
	{"timeout", " SECONDS", required_argument, GRADE, "what one submission may take altogether; by default 300", set_timeout, ARGUMENTS_RUN},
	{"shard", " I/N", required_argument, GRADE, "grade every Nth submission only, from number I on", set_shard, ARGUMENTS_RUN},
	{"only", " ID", required_argument, GRADE, "grade this submission, again if need be; may be given several times", set_id, ARGUMENTS_RUN},
	{"hidden", " FILE", required_argument, GRADE, "more checks, of which only titles and points are told", set_hidden, ARGUMENTS_RUN},
	{"merge", "", no_argument, GRADE, "make one result of those in the folders SHARD...", set_merge, ARGUMENTS_RUN},
	{"unconfined", "", no_argument, GRADE, "let submissions see your files, and build them on this machine itself", set_unconfined, ARGUMENTS_RUN},
	{"export", " FILE", required_argument, PROGRESS, "write the record into FILE", set_export, ARGUMENTS_RUN},
	{"import", " FILE", required_argument, PROGRESS, "add what an exported FILE has", set_import, ARGUMENTS_RUN},
	{"reset", "", no_argument, PROGRESS, "forget all but the language", set_reset, ARGUMENTS_RUN},
	{"html", " FILE", required_argument, EXPORT, "write it as one page, for a browser", set_html, ARGUMENTS_RUN},
	{"md", " FILE", required_argument, EXPORT, "write it as a transcript in Markdown", set_markdown, ARGUMENTS_RUN},
	{"worksheet", " FILE", required_argument, EXPORT, "write a handout with room for answers; a page, or .md", set_worksheet, ARGUMENTS_RUN},
	{"answers", "", no_argument, EXPORT, "fill the worksheet in, for the teacher", set_answers, ARGUMENTS_RUN},
	{"all", " FOLDER", required_argument, EXPORT, "write a page of each lesson into FOLDER, and an index", set_all, ARGUMENTS_RUN},
	{"help", "", no_argument, ANY, "show this help", NULL, ARGUMENTS_HELP},
	{"version", "", no_argument, ANY, "show the version", NULL, ARGUMENTS_VERSION},
};
/* clang-format on */

static bool is_yes(const char *value, bool *yes)
{
	static const struct {
		const char *word;
		bool yes;
	} words[] = {
		{"yes", true}, {"true", true}, {"no", false}, {"false", false}};
	for (size_t i = 0; i < COUNT(words); i++) {
		*yes = words[i].yes;
		if (!strcmp(value, words[i].word))
			return true;
	}
	return false;
}

bool arguments_set(unsigned command, const char *name, const char *value,
		   struct options *options, struct err *err)
{
	struct options unused = {0};
	bool yes = true;
	for (size_t i = 0; i < COUNT(rows); i++) {
		if (strcmp(rows[i].name, name) != 0)
			continue;
		bool is_switch = rows[i].has_argument == no_argument;
		if (is_switch && !is_yes(value, &yes))
			return err_set(err, "found %s, expected yes or no",
				       value);
		bool is_here = yes && rows[i].commands & command;
		return rows[i].set(is_here ? options : &unused, value, err);
	}
	return err_set(err, "no option is called so");
}

bool arguments_next(unsigned command, size_t *at, struct option_words *words)
{
	while (*at < COUNT(rows) && !(rows[*at].commands & command))
		++*at;
	if (*at == COUNT(rows))
		return false;
	const struct option_row *row = &rows[(*at)++];
	*words = (struct option_words){row->name, row->argument, row->help};
	return true;
}

void arguments_print_help(unsigned command, struct buf *out)
{
	struct option_words option;
	for (size_t at = 0; arguments_next(command, &at, &option);) {
		AUTO_FREE char *name =
			xprintf("--%s%s", option.name, option.argument);
		buf_printf(out, "  %-18s  %s\n", name, option.help);
	}
}

/* What getopt_long(3) did not take: a value where none goes, a name that
 * several options begin with, or no option at all. */
static bool fail_unknown(unsigned command, const char *word, struct err *err)
{
	AUTO_FREE char *name = xstrdup(word);
	name[strcspn(name, "=")] = '\0';
	const char *names[COUNT(rows)], *near;
	size_t count = 0;
	struct option_words option;
	const char *bare = name + strspn(name, "-");
	for (size_t at = 0; arguments_next(command, &at, &option);) {
		names[count++] = option.name;
		if (strchr(word, '=') && !strcmp(bare, option.name))
			return err_set(err, "%s takes no value: found %s", name,
				       word);
	}
	for (size_t i = 0; i < COUNT(rows); i++) {
		if (!strcmp(rows[i].name, bare) && strlen(name) > 2)
			return err_set(
				err,
				"unknown option %s: other commands "
				"have it; --help lists those of this one",
				name);
	}
	if (text_nearest(bare, names, count, &near, 1))
		return err_set(err, "unknown option %s; the nearest is --%s",
			       name, near);
	return err_set(err, "unknown option %s; --help lists them", name);
}

/* What makes no sense for a process that runs already, on this machine's own
 * network, or without hosts. */
static bool check_trace(const struct options *options, struct err *err)
{
	const struct {
		bool is_set;
		const char *name, *why;
	} of_start[] = {
		{options->when, "--when", "there is no program to start"},
		{options->is_writable, "--writable",
		 "it writes where it may already"},
		{options->exit_status, "--exit-status",
		 "only its parent gets its status"},
		{options->end_with, "--end-with",
		 "it is let go when the run ends"},
		{options->host_count, "--host",
		 "it stays on this machine's own network"},
	};
	for (size_t i = 0; options->pid && i < COUNT(of_start); i++) {
		if (of_start[i].is_set)
			return err_set(err,
				       "%s does not go with --pid: the process "
				       "runs already, and %s",
				       of_start[i].name, of_start[i].why);
	}
	if (options->waits_for_ever && !options->automatic)
		return err_set(err, "--wait-for-ever goes with --auto only: "
				    "otherwise a hang ends nothing");
	if (options->end_with && !options->automatic)
		return err_set(err, "--end-with goes with --auto only: "
				    "otherwise you say when the run ends");
	if (options->no_namespaces && options->host_count)
		return err_set(err, "--host does not go with --no-namespaces: "
				    "hosts are network namespaces");
	return true;
}

/* Each file is written once. */
static bool check_files(const struct options *options, struct err *err)
{
	enum { FILES = 6 };
	struct {
		const char *name, *path;
	} files[OPTIONS_SAVES_MOST + FILES] = {
		{"--log", options->log},
		{"--pcap", options->pcap},
		{"--record", options->record},
		{"--html", options->html},
		{"--md", options->markdown},
		{"--worksheet", options->worksheet},
	};
	for (size_t i = 0; i < options->save_count; i++) {
		files[FILES + i].name = "--save";
		files[FILES + i].path = options->saves[i];
	}
	for (size_t b = 1; b < FILES + options->save_count; b++) {
		for (size_t a = 0; a < b; a++) {
			if (files[a].path &&
			    text_is(files[a].path, files[b].path))
				return err_set(err,
					       "%s and %s: both would write %s",
					       files[a].name, files[b].name,
					       files[a].path);
		}
	}
	return true;
}

/* One command does one thing, and prints it in one form. */
static bool check_single(const struct options *options, struct err *err)
{
	const struct {
		bool a, b;
		const char *names;
	} pairs[] = {
		{options->reset, options->export, "--reset and --export"},
		{options->reset, options->import, "--reset and --import"},
		{options->reset, options->json, "--reset and --json"},
		{options->export, options->json, "--export and --json"},
		{options->json, options->tap, "--json and --tap"},
	};
	for (size_t i = 0; i < COUNT(pairs); i++) {
		if (pairs[i].a && pairs[i].b)
			return err_set(err, "%s do not go together",
				       pairs[i].names);
	}
	return true;
}

/* Some options exclude each other. */
static bool check(const struct options *options, struct err *err)
{
	if (options->shared_count && (options->no_namespaces || options->pid))
		return err_set(err,
			       "--share does not go with %s: every socket "
			       "of this machine is reached there",
			       options->pid ? "--pid" : "--no-namespaces");
	if (options->plain && options->record)
		return err_set(err, "--record films the screen, so it does "
				    "not go with --plain");
	if (options->plain && options->script)
		return err_set(err, "--script needs the screen, so it does "
				    "not go with --plain");
	if (options->answers && !options->worksheet)
		return err_set(err, "--answers goes with --worksheet: a page "
				    "has its answers");
	return check_single(options, err) && check_files(options, err) &&
	       check_trace(options, err);
}

/* The words behind a value of getopt_long() are rows, counted from here. */
enum { FIRST_ROW = 256 };

static void fill_longs(unsigned command, struct option *longs)
{
	size_t count = 0;
	for (size_t i = 0; i < COUNT(rows); i++) {
		if (rows[i].commands & command)
			longs[count++] = (struct option){
				rows[i].name, rows[i].has_argument, NULL,
				FIRST_ROW + (int)i};
	}
}

/* Each of these adds to a list. */
static bool is_list(const struct option_row *row)
{
	static set_fn *const lists[] = {set_save,  set_inject,	   set_host,
					set_share, set_share_talk, set_id};
	bool found = false;
	for (size_t i = 0; i < COUNT(lists); i++)
		found |= row->set == lists[i];
	return found;
}

/* What was given so far, a place for each row. */
struct given {
	bool is_there[COUNT(rows)];
	const char *values[COUNT(rows)];
};

/* Of two values one would go unheard. The same one twice says nothing new. */
static bool check_once(struct given *given, const struct option_row *row,
		       const char *value, struct err *err)
{
	size_t at = (size_t)(row - rows);
	const char *before = given->values[at] ? given->values[at] : "";
	const char *now = value ? value : "";
	bool is_new = !given->is_there[at];
	given->is_there[at] = true;
	given->values[at] = value;
	if (is_new || is_list(row) || !strcmp(before, now))
		return true;
	if (!before[0] || !now[0])
		return err_set(err, "--%s is given twice, with %s and without",
			       row->name, before[0] ? before : now);
	return err_set(err, "--%s is given twice: %s and %s", row->name, before,
		       now);
}

/* Notes one option that was found. */
static bool take(struct given *given, const struct option_row *row,
		 const char *value, struct options *options,
		 enum arguments_wish *wish, struct err *err)
{
	if (value && !value[0])
		return err_set(err,
			       "--%s needs an argument, and has an empty one",
			       row->name);
	if (row->set)
		return check_once(given, row, value, err) &&
		       row->set(options, value, err);
	*wish = row->wish;
	return true;
}

int arguments_read(unsigned command, int argc, char **argv,
		   struct options *options, enum arguments_wish *wish,
		   struct err *err)
{
	struct option longs[COUNT(rows) + 1] = {0};
	struct given given = {0};
	fill_longs(command, longs);
	opterr = 0;
	int found;
	// What needs the screen goes before what is usual.
	bool is_usually_plain = options->plain;
	options->plain = false;
	// Behind the first word all is the program's that is to be traced.
	const char *shorts = command == COMMAND_LINE_TRACE ? "+:hV" : ":hV";
	while ((found = getopt_long(argc, argv, shorts, longs, NULL)) != -1) {
		// A letter may stand in the middle of a word.
		const char letter[] = {'-', (char)optopt, '\0'};
		bool is_letter = optopt > ' ' && optopt < 127;
		if (found == ':')
			err_set(err, "%s needs an argument", argv[optind - 1]);
		else if (found == '?')
			fail_unknown(command,
				     is_letter ? letter : argv[optind - 1],
				     err);
		if (found == ':' || found == '?')
			return -1;
		if (found == 'h')
			*wish = ARGUMENTS_HELP;
		else if (found == 'V')
			*wish = ARGUMENTS_VERSION;
		else if (!take(&given, &rows[found - FIRST_ROW], optarg,
			       options, wish, err))
			return -1;
	}
	if (!options->record && !options->script)
		options->plain |= is_usually_plain;
	return check(options, err) ? optind : -1;
}
