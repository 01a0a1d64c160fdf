/* option_pairs: which options go together.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each option is good by itself here; what is refused is a pair of which one
 * would go unheard, or that says two things. It is asked once all are known,
 * so their order does not matter.
 */
#include "ui/line/option_pairs.h"

#include "base/sentence.h"

/* What makes no sense for a process that runs already, on this machine's own
 * network, or without hosts. */
static bool check_trace(const struct options *options, struct err *err)
{
	const struct {
		bool is_set;
		const char *id;
	} of_start[] = {
		{options->when, SENTENCE_ID("usage-pid-when")},
		{options->is_writable, SENTENCE_ID("usage-pid-writable")},
		{options->exit_status, SENTENCE_ID("usage-pid-exit-status")},
		{options->end_with, SENTENCE_ID("usage-pid-end-with")},
		{options->host_count, SENTENCE_ID("usage-pid-host")},
	};
	for (size_t i = 0; options->pid && i < COUNT(of_start); i++) {
		if (of_start[i].is_set)
			return sentence_fail(err, of_start[i].id, NULL, 0);
	}
	if (options->waits_for_ever && !options->automatic)
		return FAILURE(err, "usage-wait-for-ever");
	if (options->end_with && !options->automatic)
		return FAILURE(err, "usage-end-with");
	if (options->no_namespaces && options->host_count)
		return FAILURE(err, "usage-host-machine");
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
				return FAILURE(
					err, "usage-one-file",
					SLOT_TEXT("one", files[a].name),
					SLOT_TEXT("other", files[b].name),
					SLOT_TEXT("path", files[a].path));
		}
	}
	return true;
}

/* One command does one thing, and prints it in one form. */
static bool check_single(const struct options *options, struct err *err)
{
	const struct {
		bool a, b;
		const char *one, *other;
	} pairs[] = {
		{options->reset, options->export, "--reset", "--export"},
		{options->reset, options->import, "--reset", "--import"},
		{options->reset, options->json, "--reset", "--json"},
		{options->export, options->json, "--export", "--json"},
		{options->json, options->tap, "--json", "--tap"},
		{options->share_at, options->broker,
		 NOTATION("--share=ADDRESS"), "--broker"},
	};
	for (size_t i = 0; i < COUNT(pairs); i++) {
		if (pairs[i].a && pairs[i].b)
			return FAILURE(err, "usage-pair",
				       SLOT_TEXT("one", pairs[i].one),
				       SLOT_TEXT("other", pairs[i].other));
	}
	return true;
}

bool option_check_pairs(const struct options *options, struct err *err)
{
	if (options->shared_count && (options->no_namespaces || options->pid))
		return FAILURE(err, "usage-share-machine",
			       SLOT_TEXT("other", options->pid
							  ? "--pid"
							  : "--no-namespaces"));
	if (options->plain && options->record)
		return FAILURE(err, "usage-record-plain");
	if (options->plain && options->script)
		return FAILURE(err, "usage-script-plain");
	if (options->answers && !options->worksheet)
		return FAILURE(err, "usage-answers");
	if (options->page && !options->broker)
		return FAILURE(err, "usage-page");
	return check_single(options, err) && check_files(options, err) &&
	       check_trace(options, err);
}
