/* doctor_tools: looks at the terminal and for programs that lessons run.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/mem.h"
#include "base/sentence.h"
#include "lab/doctor/distribution.h"
#include "lab/doctor/doctor_check.h"

#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

/* `program` and `others` do the same; one of them is enough. */
struct tool {
	const char *program, *others;
	const char *purpose;
	const char *package;			  /* as Debian calls it ... */
	const char *packages[DISTRIBUTION_COUNT]; /* ... and who do not */
};

/* clang-format off */
enum { F = DISTRIBUTION_FEDORA, A = DISTRIBUTION_ARCH, L = DISTRIBUTION_ALPINE, S = DISTRIBUTION_SUSE };

static const struct tool tools[] = {
	{"ss",      NULL,           SENTENCE_ID("doctor-for-ss"), "iproute2", {[F] = "iproute"}},
	{"ip",      NULL,           SENTENCE_ID("doctor-for-ip"),        "iproute2", {[F] = "iproute"}},
	{"lsof",    NULL,           SENTENCE_ID("doctor-for-lsof"),     "lsof", {0}},
	{"ps",      NULL,           SENTENCE_ID("doctor-for-ps"),   "procps", {[F] = "procps-ng", [A] = "procps-ng"}},
	{"curl",    NULL,           SENTENCE_ID("doctor-for-curl"),                 "curl", {0}},
	{"strace",  NULL,           SENTENCE_ID("doctor-for-strace"),               "strace", {0}},
	{"tshark",  "wireshark",    SENTENCE_ID("doctor-for-tshark"),             "tshark", {[F] = "wireshark-cli", [A] = "wireshark-cli", [S] = "wireshark"}},
	{"nc",      "ncat netcat",  SENTENCE_ID("doctor-for-nc"),                 "netcat-openbsd", {[F] = "nmap-ncat", [A] = "openbsd-netcat"}},
	{"socat",   NULL,           SENTENCE_ID("doctor-for-socat"),             "socat", {0}},
	{"python3", NULL,           SENTENCE_ID("doctor-for-python3"),         "python3", {[A] = "python"}},
	{"cc",      "gcc clang",    SENTENCE_ID("doctor-for-cc"),            "gcc", {[L] = "gcc musl-dev"}},
};
/* clang-format on */

/* The first file of that name in PATH that may be run; the caller frees. */
static char *path_find(struct str name)
{
	const char *path = getenv("PATH");
	while (path && *path) {
		int len = (int)strcspn(path, ":");
		AUTO_FREE char *file = xprintf("%.*s/%.*s", len, path,
					       (int)name.len, name.data);
		struct stat stat_of;
		if (!stat(file, &stat_of) && S_ISREG(stat_of.st_mode) &&
		    !access(file, X_OK))
			return xstrdup(file);
		path += len + (path[len] == ':');
	}
	return NULL;
}

static char *tool_find(const struct tool *tool)
{
	char *found = path_find(str_from(tool->program));
	struct str rest = str_from(tool->others ? tool->others : ""), name;
	while (!found && str_next_word(&rest, &name))
		found = path_find(name);
	return found;
}

static const char *tool_package(const struct tool *tool)
{
	enum distribution here = distribution_of("");
	const char *own =
		here < DISTRIBUTION_COUNT ? tool->packages[here] : NULL;
	return own ? own : tool->package;
}

/* What to type here to have it. */
static char *tool_remedy(const char *package)
{
	const char *install = distribution_install(distribution_of(""));
	return install ? SENTENCE_NEW("doctor-install",
				      SLOT_TEXT("install", install),
				      SLOT_TEXT("package", package))
		       : SENTENCE_NEW("doctor-install-as-debian",
				      SLOT_TEXT("package", package));
}

void doctor_check_tools(struct doctor_report *report)
{
	for (size_t i = 0; i < COUNT(tools); i++) {
		const struct tool *tool = &tools[i];
		char *found = tool_find(tool);
		struct doctor_check check = {
			.name = tool->program,
			.purpose = tool->purpose,
			.verdict = found ? DOCTOR_WORKS : DOCTOR_OPTIONAL,
			.found = found ? found : xstrdup("not in PATH"),
		};
		if (!found) {
			check.package = tool_package(tool);
			check.remedy = tool_remedy(check.package);
			check.is_for_root = true;
		}
		doctor_add(report, &check);
	}
}

/* The locale is the environment's, whatever the program has set. */
static void check_locale(struct doctor_report *report)
{
	locale_t locale = newlocale(LC_CTYPE_MASK, "", (locale_t)0);
	const char *codeset =
		locale ? nl_langinfo_l(CODESET, locale) : "no such locale";
	bool works = locale && !strcasecmp(codeset, "UTF-8");
	struct doctor_check check = {
		.name = "UTF-8 locale",
		.purpose = SENTENCE_ID("doctor-for-utf-8-locale"),
		.verdict = works ? DOCTOR_WORKS : DOCTOR_OPTIONAL,
		.found = xprintf("the locale's characters are %s", codeset),
	};
	if (!works)
		check.remedy = xstrdup("set LANG=C.UTF-8, or another locale of "
				       "those that locale -a lists");
	doctor_add(report, &check);
	if (locale)
		freelocale(locale);
}

static bool screen_fits(int fd, struct winsize *size)
{
	enum { COLUMNS = 40, LINES = 12 };
	return !ioctl(fd, TIOCGWINSZ, size) && size->ws_col >= COLUMNS &&
	       size->ws_row >= LINES;
}

static void check_terminal(struct doctor_report *report)
{
	const char *term = getenv("TERM");
	struct winsize size = {0};
	struct doctor_check check = {
		.name = "terminal",
		.purpose = SENTENCE_ID("doctor-for-terminal"),
		.verdict = DOCTOR_OPTIONAL,
	};
	if (!isatty(STDOUT_FILENO)) {
		check.found = xstrdup("standard output is no terminal");
		check.remedy = xstrdup("run it in a terminal, not in a pipe");
	} else if (!term || !*term || !strcmp(term, "dumb")) {
		check.found =
			xprintf("TERM is %s", term && *term ? term : "not set");
		check.remedy = xstrdup("set TERM to what the terminal is, such "
				       "as xterm-256color");
	} else if (!screen_fits(STDOUT_FILENO, &size)) {
		check.found = xprintf("%s, %d columns and %d lines", term,
				      size.ws_col, size.ws_row);
		check.remedy = xstrdup("make it 80 columns and 24 lines large, "
				       "or at least 40 and 12");
	} else {
		check.verdict = DOCTOR_WORKS;
		check.found = xprintf("%s, %d columns and %d lines", term,
				      size.ws_col, size.ws_row);
	}
	doctor_add(report, &check);
}

void doctor_check_screen(struct doctor_report *report)
{
	check_locale(report);
	check_terminal(report);
}
