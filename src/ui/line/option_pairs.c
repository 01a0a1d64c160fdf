/* option_pairs: which options go together.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each option is good by itself here; what is refused is a pair of which one
 * would go unheard, or that says two things. It is asked once all are known,
 * so their order does not matter.
 */
#include "ui/line/option_pairs.h"

#include "base/text.h"

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

bool option_check_pairs(const struct options *options, struct err *err)
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
