/* produced_processes: errors whose reason is a process or a signal.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/mem.h"
#include "produced.h"

#include <errno.h>

#define HANDLED "server sigaction(SIGUSR1, handler)\n"

/* clang-format off */
static const struct produced rows[] = {
	{"accept with a handler",
	 HANDLED TCP_LISTENER "server accept(srv)\n" "signal server SIGUSR1\n",
	 "server", EINTR,
	 "SIGUSR1 came while server was inside accept, and its handler ran."},
	{"connect that is interrupted",
	 "wire hold SYN\n" TCP_LISTENER TCP_CLIENT
	 "client connect(cli, 127.0.0.1:12345)\n" "interrupt client\n",
	 "client", EINTR, "client was interrupted inside connect."},
	{"recv that is interrupted",
	 TCP_CONNECTED "client recv(cli, 16)\n" "interrupt client\n",
	 "client", EINTR, "client was interrupted inside recv."},
	{"send that is interrupted",
	 UNIX_CONNECTED
	 "client send(cli, \"x\" * 9000000, MSG_DONTWAIT)\n"
	 "client send(cli, \"x\")\n" "interrupt client\n",
	 "client", EINTR, "client was interrupted inside send."},
	{"a blocked recv that a handler restarts",
	 "client signal(SIGUSR1, handler)\n" TCP_CONNECTED
	 "client recv(cli, 16)\n" "signal client SIGUSR1\n",
	 "client", PRODUCED_BLOCKED, "client's fd 3 has no unread bytes."},
	{"wait for a child that works",
	 "server child = fork()\n" "server waitpid(child)\n",
	 "server", PRODUCED_BLOCKED, "has not ended."},
	{"wait for a child that sleeps",
	 TCP_LISTENER "server child = fork()\n" "child accept(srv)\n"
	 "server waitpid(child)\n",
	 "server", PRODUCED_BLOCKED, "has not ended: it is blocked in accept."},
	{"a wait that is interrupted",
	 "server child = fork()\n" "server waitpid(child)\n"
	 "interrupt server\n",
	 "server", EINTR, "server was interrupted inside waitpid."},
	{"wait for nobody", "server waitpid(-1)\n", "server", ECHILD,
	 "server has forked no child."},
	{"wait for a stranger", "server waitpid(3)\n", "server", ECHILD,
	 "Process 3 is client, which is no child of server."},
	{"wait twice",
	 "server child = fork()\n" "child _exit(0)\n"
	 "server waitpid(child)\n" "server waitpid(-1)\n",
	 "server", ECHILD, "server has no such child that was not waited for"},
	{"wait with an unknown flag", "server waitpid(-1, 1048576)\n",
	 "server", EINVAL, NULL},
	{"wait for a group that cannot be", "server waitpid(-2147483648)\n",
	 "server", ESRCH, NULL},
	{"kill nobody", "server kill(999999, SIGTERM)\n", "server", ESRCH,
	 "No process of the lab is 999999."},
	{"kill who was waited for",
	 "server child = fork()\n" "child _exit(0)\n"
	 "server waitpid(child)\n" "server kill(child, SIGTERM)\n",
	 "server", ESRCH, "was child, which has ended and was waited for."},
	{"kill with no signal", "server kill(1, 99)\n", "server", EINVAL, NULL},
	{"change what nobody can change", "server signal(SIGKILL, SIG_IGN)\n",
	 "server", EINVAL, NULL},
	{"bind to a port that two share",
	 TCP_LISTENER "server child = fork()\n"
	 TCP_CLIENT "client bind(cli, 127.0.0.1:12345)\n",
	 "client", EADDRINUSE,
	 "is already bound by server's fd 3 and child's fd 3, in LISTEN."},
	{"a descriptor that the child was not given",
	 "server child = fork()\n" "child listen(99, 1)\n",
	 "child", EBADF, NULL},
};
/* clang-format on */

const struct produced *produced_processes(size_t *count)
{
	*count = COUNT(rows);
	return rows;
}
