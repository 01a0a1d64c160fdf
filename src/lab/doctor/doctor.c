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
#include "lab/doctor/distribution.h"
#include "lab/doctor/doctor_check.h"
#include "lab/kernel/system.h"

#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

void doctor_add(struct doctor_report *report, const struct doctor_check *check)
{
	size_t count = report->count + 1;
	report->checks =
		xrealloc(report->checks, count * sizeof(*report->checks));
	report->checks[report->count++] = *check;
}

/* Where the modules of this very kernel are installed, some may be in another
 * package; a container has none of them, and another kernel's after an
 * upgrade. */
static char *module_remedy(const char *remedy)
{
	struct utsname kernel;
	enum distribution here = distribution_of("");
	const char *install = distribution_install(here);
	AUTO_FREE char *package = NULL, *folder = NULL;
	if (!uname(&kernel)) {
		folder = xprintf("/lib/modules/%s", kernel.release);
		package = distribution_modules(here, kernel.release);
	}
	if (!package || access(folder, F_OK) < 0)
		return xstrdup(remedy);
	return SENTENCE_NEW("doctor-modules", SLOT_TEXT("remedy", remedy),
			    SLOT_TEXT("install", install),
			    SLOT_TEXT("package", package));
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
	if (!attempt.works) {
		struct remedy remedy = remedy_look(what, attempt.error, "");
		check.remedy = remedy.is_module ? module_remedy(remedy.text)
						: xstrdup(remedy.text);
		check.is_for_root = remedy.is_for_root;
	}
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
		.is_for_root = true,
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

/* Whether an earlier check asks for the same. */
static bool is_told(const struct doctor_report *report, size_t at)
{
	const struct doctor_check *check = &report->checks[at];
	for (size_t i = 0; i < at; i++) {
		const struct doctor_check *other = &report->checks[i];
		if (other->is_for_root && !strcmp(other->remedy, check->remedy))
			return true;
	}
	return false;
}

/* The packages of all programs that are not there; two may be in one. */
static void list_packages(const struct doctor_report *report, struct buf *out)
{
	for (size_t i = 0; i < report->count; i++) {
		const struct doctor_check *check = &report->checks[i];
		if (check->package && !is_told(report, i))
			buf_printf(out, "%s%s", out->len ? " " : "",
				   check->package);
	}
}

static void print_packages(const char *packages, struct buf *out)
{
	const char *install = distribution_install(distribution_of(""));
	if (install)
		SENTENCE_LINE(out, "  ", "\n", "doctor-packages",
			      SLOT_TEXT("install", install),
			      SLOT_TEXT("packages", packages));
	else
		SENTENCE_LINE(out, "  ", "\n", "doctor-packages-as-debian",
			      SLOT_TEXT("packages", packages));
}

void doctor_print_request(const struct doctor_report *report, bool is_root,
			  struct buf *out)
{
	struct buf asked = {0}, packages = {0};
	for (size_t i = 0; i < report->count; i++) {
		const struct doctor_check *check = &report->checks[i];
		if (check->is_for_root && !check->package &&
		    !is_told(report, i))
			buf_printf(&asked, "  %s: %s\n", check->name,
				   check->remedy);
	}
	list_packages(report, &packages);
	if (packages.len)
		print_packages(buf_text(&packages), &asked);
	if (asked.len && !is_root)
		SENTENCE_LINE(out, "\n", "\n", "doctor-ask");
	if (!is_root)
		buf_puts(out, buf_text(&asked));
	buf_done(&asked);
	buf_done(&packages);
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
