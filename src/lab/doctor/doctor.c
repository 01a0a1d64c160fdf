/* doctor: what this machine allows, each capability tried for real.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Nothing is concluded from a version or a configuration file: each check does
 * what the lab will do, with the lab's own code where there is any, and sees
 * whether it works. Only behind a failure are files looked at, for its cause.
 * A capability that needs another one fails with it, and its text says at
 * which point.
 */
#include "lab/doctor/doctor.h"

#include "base/mem.h"
#include "base/sentence.h"
#include "lab/doctor/doctor_check.h"
#include "lab/kernel/system.h"

#include <string.h>

void doctor_add(struct doctor_report *report, const struct doctor_check *check)
{
	size_t count = report->count + 1;
	report->checks =
		xrealloc(report->checks, count * sizeof(*report->checks));
	report->checks[report->count++] = *check;
}

static void check_kernel(struct doctor_report *report,
			 const struct doctor_kernel *kernel)
{
	struct attempt attempt = {0};
	if (kernel->in_child)
		attempt = attempt_in_child(kernel->try);
	else
		attempt.works = kernel->try(&attempt);
	struct doctor_check check = {
		.name = kernel->name,
		.purpose = kernel->purpose,
		.verdict = attempt.works ? DOCTOR_WORKS : kernel->lack,
		.found = xstrdup(attempt.said.text),
	};
	unsigned what = attempt.blame ? attempt.blame : kernel->what;
	if (!attempt.works)
		check.remedy = xstrdup(remedy_find(what, attempt.error, ""));
	doctor_add(report, &check);
}

static void check_kernels(struct doctor_report *report,
			  const struct doctor_kernel *kernels, size_t count)
{
	for (size_t i = 0; i < count; i++)
		check_kernel(report, &kernels[i]);
}

static void add_lack(struct doctor_report *report,
		     const struct system_lack *lack)
{
	struct doctor_check check = {
		.name = lack->path,
		.purpose = SENTENCE_ID("doctor-for-any"),
		.verdict = DOCTOR_MISSING,
		.found = xstrdup(lack->what),
		.remedy = xstrdup(lack->remedy),
	};
	doctor_add(report, &check);
}

void doctor_examine(struct doctor_report *report)
{
	size_t spaces, looks;
	const struct doctor_kernel *space = doctor_spaces(&spaces);
	const struct doctor_kernel *look = doctor_looks(&looks);
	const struct system_lack *lack = system_find_lack("");
	*report = (struct doctor_report){0};
	if (lack) {
		add_lack(report, lack);
	} else {
		check_kernels(report, space, spaces);
		check_kernels(report, look, looks);
	}
	doctor_check_screen(report);
	doctor_check_tools(report);
}

/* Whether an earlier check has the same remedy. */
static bool is_told(const struct doctor_report *report, size_t at)
{
	for (size_t i = 0; i < at; i++) {
		const struct doctor_check *check = &report->checks[i];
		if (check->verdict == DOCTOR_MISSING &&
		    !strcmp(check->remedy, report->checks[at].remedy))
			return true;
	}
	return false;
}

void doctor_print_request(const struct doctor_report *report, bool is_root,
			  struct buf *out)
{
	bool has_head = false;
	for (size_t i = 0; !is_root && i < report->count; i++) {
		const struct doctor_check *check = &report->checks[i];
		if (check->verdict != DOCTOR_MISSING || is_told(report, i) ||
		    !strstr(check->remedy, "sudo "))
			continue;
		if (!has_head)
			buf_puts(out, "\nIf you may not use sudo here, ask an "
				      "administrator of this machine for "
				      "this:\n");
		has_head = true;
		buf_printf(out, "  %s: %s\n", check->name, check->remedy);
	}
}

void doctor_done(struct doctor_report *report)
{
	for (size_t i = 0; i < report->count; i++) {
		free(report->checks[i].found);
		free(report->checks[i].remedy);
	}
	free(report->checks);
	*report = (struct doctor_report){0};
}
