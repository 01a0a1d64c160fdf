/* doctor: the command that tries this machine.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each check says what was found; one that fails says what it is for and what
 * to do. Only a lack that no lab can do without makes the command fail.
 */
#include "lab/doctor/doctor.h"

#include "base/sentence.h"
#include "lab/inside/promise.h"
#include "main/run.h"
#include "ui/file/output.h"

#include <unistd.h>

int run_doctor(const struct options *options, char **words, int count,
	       struct err *err)
{
	static const char *const verdicts[] = {
		[DOCTOR_WORKS] = "works",
		[DOCTOR_MISSING] = "MISSING",
		[DOCTOR_OPTIONAL] = "optional",
	};
	(void)options;
	(void)words;
	(void)count;
	struct doctor_report report = {0};
	struct buf out = {0};
	bool is_able = true;
	doctor_examine(&report);
	for (size_t i = 0; i < report.count; i++) {
		const struct doctor_check *check = &report.checks[i];
		buf_printf(&out, "%-8s  %s: %s\n", verdicts[check->verdict],
			   check->name, check->found ? check->found : "");
		if (check->verdict == DOCTOR_WORKS)
			continue;
		SENTENCE_LINE(
			&out, "          ", "\n", "doctor-it-is-for",
			SLOT_TEXT("purpose", sentence_text(check->purpose)));
		if (check->remedy)
			SENTENCE_LINE(&out, "          ", "\n",
				      "doctor-what-to-do",
				      SLOT_TEXT("remedy", check->remedy));
		is_able &= check->verdict != DOCTOR_MISSING;
	}
	doctor_print_request(&report, geteuid() == 0, &out);
	doctor_done(&report);
	promise_print(&out);
	int status = output_end(&out, err);
	return status || is_able ? status : STATUS_CANNOT;
}
