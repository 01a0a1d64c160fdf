/* init_report: what init tells the main process, and the end of the lab.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lab/inside/init_parts.h"
#include "lab/kernel/process.h"

#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

/* Without namespaces: kills our children. Theirs become ours then, and are
 * found in the next round. */
static void kill_children(void)
{
	bool found = true;
	for (int round = 0; found && round < 100; round++) {
		DIR *proc = opendir("/proc");
		found = false;
		for (struct dirent *entry; proc && (entry = readdir(proc));) {
			pid_t pid = atoi(entry->d_name);
			if (pid <= 0 || process_parent(pid) != getpid())
				continue;
			found = true;
			kill(pid, SIGKILL);
			waitpid(pid, NULL, 0);
		}
		if (proc)
			closedir(proc);
	}
}

_Noreturn void init_end(const struct init *init)
{
	if (!init->plan->namespaces)
		kill_children();
	_exit(0);
}

void init_report(struct init *init)
{
	// The other end is gone: nobody needs this lab any more.
	if (!space_send(init->control, &init->msg))
		init_end(init);
}

void init_report_text(struct init *init, enum space_kind kind, const char *text)
{
	space_msg_init(&init->msg, kind);
	snprintf(init->msg.text, sizeof(init->msg.text), "%s", text);
	init_report(init);
}
