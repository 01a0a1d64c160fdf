/* ui_script: command lines from a file.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/mem.h"
#include "ui/command/script.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

/* A file that holds `text`; the caller frees and removes it. */
static char *file_of(const char *text)
{
	char *path = xstrdup("/tmp/sockstep-script-XXXXXX");
	int fd = mkstemp(path);
	cr_assert(fd >= 0);
	cr_assert(write(fd, text, strlen(text)) == (ssize_t)strlen(text));
	close(fd);
	return path;
}

Test(script, gives_its_lines)
{
	AUTO_FREE char *path = file_of("# first\n\n  next \nkey space\n"
				       "#last\n");
	struct err err = {0};
	struct script *script = script_open(path, &err);
	unlink(path);
	cr_assert(script, "%s", err.text);
	struct str line;
	cr_assert(script_next(&script, &line));
	cr_expect(str_is(line, "next"));
	cr_expect(!script_is_over(script));
	cr_assert(script_next(&script, &line));
	cr_expect(str_is(line, "key space"));
	cr_expect(script_is_over(script));
	cr_expect(!script_next(&script, &line));
	script_close(script);
}

Test(script, points_at_a_wrong_line)
{
	AUTO_FREE char *path = file_of("next\n\nnxet\n");
	AUTO_FREE char *wrong = xprintf(
		"%s:3: nxet is no command and no call; the nearest is next",
		path);
	struct err err = {0};
	cr_expect(!script_open(path, &err));
	unlink(path);
	cr_expect(!strcmp(err.text, wrong), "%s", err.text);
}

Test(script, must_be_there)
{
	struct err err = {0};
	cr_expect(!script_open("/no/such/script", &err));
	cr_expect(strstr(err.text, "No such file"), "%s", err.text);
	cr_expect(!script_open("/", &err));
	cr_expect(strstr(err.text, "Is a directory"), "%s", err.text);
}
