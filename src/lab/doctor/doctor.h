/* doctor: what this machine allows, each capability tried for real.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/text.h"

enum doctor_verdict {
	DOCTOR_WORKS,
	DOCTOR_MISSING,	 /* something that lessons need */
	DOCTOR_OPTIONAL, /* missing, and only some steps need it */
};

/* One capability. `found` is what was seen, `remedy` what to do about it (NULL
 * when it works). Texts are static or belong to the report. */
struct doctor_check {
	const char *name;    /* "user namespace" */
	const char *purpose; /* what it is for: the id of a sentence */
	enum doctor_verdict verdict;
	char *found;
	char *remedy;
	bool is_for_root;    /* the remedy: nobody else can */
	const char *package; /* of a program that is not there */
};

struct doctor_report {
	struct doctor_check *checks;
	size_t count;
};

/* Tries everything; takes a few tens of milliseconds and leaves nothing
 * behind. End the report with doctor_done(). */
void doctor_examine(struct doctor_report *report);
void doctor_done(struct doctor_report *report);

/* Adds what to ask an administrator for, where something is missing and only
 * root could change that: one sentence each, and one for all packages. */
void doctor_print_request(const struct doctor_report *report, bool is_root,
			  struct buf *out);
