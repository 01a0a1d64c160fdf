/* assets_records: texts of records become tables, and their faults are named.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/mem.h"
#include "base/text.h"
#include "golden.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <sys/wait.h>

/* What awk printed on one of its streams; `status` gets how it ended. */
static char *made_of(const char *name, const char *streams, int *status)
{
	AUTO_FREE char *command = xprintf("LC_ALL=C awk -f assets/records.awk "
					  "tests/golden/records/%s.txt %s",
					  name, streams);
	FILE *pipe = popen(command, "r"); // NOLINT(cert-env33-c)
	cr_assert(pipe);
	struct buf text = {0};
	for (int c; (c = getc(pipe)) != EOF;)
		buf_putc(&text, (char)c);
	*status = WEXITSTATUS(pclose(pipe));
	return buf_take(&text);
}

Test(records, become_a_table)
{
	int status;
	AUTO_FREE char *text = made_of("good", "2>&1", &status);
	cr_expect_eq(status, 0);
	golden_check("tests/golden/records/good.out", text);
}

Test(records, are_refused_with_file_and_line)
{
	int status;
	AUTO_FREE char *text = made_of("faults", "2>&1 >/dev/null", &status);
	cr_expect_eq(status, 1);
	golden_check("tests/golden/records/faults.out", text);
}
