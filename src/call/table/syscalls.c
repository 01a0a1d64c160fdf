/* syscalls: the table of calls.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where one system call serves two rows (send and sendto), the row whose raw
 * kinds match the words is the call: see call_from_raw().
 */
#include "call/table/syscalls.h"

#include "base/mem.h"
#include "base/sentence.h"

#include <sys/syscall.h>

/* Machines that came after these calls have only the newer ones, whose last
 * arguments are 0 here. */
#ifdef SYS_alarm
#define ALARM_NUMBER SYS_alarm
#else
#define ALARM_NUMBER SYS_setitimer
#endif
#ifdef SYS_dup2
#define DUP2_NAME "dup2"
#define DUP2_NUMBER SYS_dup2
#define DUP2_REST
#else
#define DUP2_NAME "dup3"
#define DUP2_NUMBER SYS_dup3
#define DUP2_REST , &kind_no_flags
#endif
#ifdef SYS_epoll_wait
#define EPOLL_WAIT_NAME "epoll_wait"
#define EPOLL_WAIT_NUMBER SYS_epoll_wait
#define EPOLL_WAIT_REST
#else
#define EPOLL_WAIT_NAME "epoll_pwait"
#define EPOLL_WAIT_NUMBER SYS_epoll_pwait
#define EPOLL_WAIT_REST , &kind_mask
#endif
#ifdef SYS_poll
#define POLL_NAME "poll"
#define POLL_NUMBER SYS_poll
#define POLL_REST
#else
#define POLL_NAME "ppoll"
#define POLL_NUMBER SYS_ppoll
#define POLL_REST , &kind_mask
#endif

/* clang-format off */
static const struct syscall table[] = {
	{
		.name = "_exit", .strace_name = "exit_group",
		.number = SYS_exit_group,
		.flags = SYSCALL_ENDS_ACTOR,
		.parameters = {{"status", &kind_exit, false}},
		.otherwise = {"0"},
		.raw = {&kind_exit},
		.python = "os._exit($0)", .failure = "",
		.help = SENTENCE_ID("call-exit"),
		.man = "_exit(2)",
	}, {
		.name = "accept", .strace_name = "accept", .number = SYS_accept,
		.flags = SYSCALL_MAKES_FD | SYSCALL_CAN_BLOCK,
		.parameters = {{"sockfd", &kind_fd, false}},
		.raw = {&kind_fd, &kind_peer},
		.python = "$0.accept()", .python_into = NOTATION(", peer"),
		.help = SENTENCE_ID("call-accept"),
		.man = "accept(2)",
	}, {
		.name = "accept4", .strace_name = "accept4", .number = SYS_accept4,
		.flags = SYSCALL_MAKES_FD | SYSCALL_CAN_BLOCK,
		.parameters = {{"sockfd", &kind_fd, false}, {"flags", &kind_accept, false}},
		.otherwise = {[1] = "0"},
		.raw = {&kind_fd, &kind_peer, &kind_accept},
		.python = "$0.accept()[; $=.setblocking($2)]", .python_into = NOTATION(", peer"),
		.help = SENTENCE_ID("call-accept4"),
		.man = "accept4(2)",
	}, {
		.name = "alarm", .strace_name = "alarm",
		.number = ALARM_NUMBER, .operation = RAW_ALARM,
		.parameters = {{"seconds", &kind_seconds, false}},
		.otherwise = {"1"},
		.raw = {&kind_seconds},
		.python = "signal.alarm($0)", .failure = "",
		.help = SENTENCE_ID("call-alarm"),
		.man = "alarm(2)",
	}, {
		.name = "bind", .strace_name = "bind", .number = SYS_bind,
		.parameters = {{"sockfd", &kind_fd, false}, {"addr", &kind_address, false}},
		.raw = {&kind_fd, &kind_address},
		.python = "$0.bind($1)",
		.help = SENTENCE_ID("call-bind"),
		.man = "bind(2)",
	}, {
		.name = "close", .strace_name = "close", .number = SYS_close,
		.flags = SYSCALL_ENDS_FD | SYSCALL_CAN_BLOCK,
		.parameters = {{"fd", &kind_fd, false}},
		.raw = {&kind_fd},
		.python = "$0.close()", .python_number = "os.close($0#)",
		.help = SENTENCE_ID("call-close"),
		.man = "close(2)",
	}, {
		.name = "connect", .strace_name = "connect", .number = SYS_connect,
		.flags = SYSCALL_CAN_BLOCK,
		.parameters = {{"sockfd", &kind_fd, false}, {"addr", &kind_address, false}},
		.raw = {&kind_fd, &kind_address},
		.python = "$0.connect($1)",
		.help = SENTENCE_ID("call-connect"),
		.man = "connect(2)",
	}, {
		.name = "dup", .strace_name = "dup", .number = SYS_dup,
		.flags = SYSCALL_MAKES_FD,
		.parameters = {{"oldfd", &kind_fd, false}},
		.raw = {&kind_fd},
		.python = "$0.dup()", .python_number = "os.dup($0#)",
		.help = SENTENCE_ID("call-dup"),
		.man = "dup(2)",
	}, {
		.name = "dup2", .strace_name = DUP2_NAME, .number = DUP2_NUMBER,
		.flags = SYSCALL_MAKES_FD,
		.parameters = {{"oldfd", &kind_fd, false}, {"newfd", &kind_fd, false}},
		.raw = {&kind_fd, &kind_fd DUP2_REST},
		.python = "@os.dup2($0#, $1#)[; $= = socket.socket(fileno=$=)]",
		.help = SENTENCE_ID("call-dup2"),
		.man = "dup2(2)",
	}, {
		.name = "epoll_create1", .strace_name = "epoll_create1",
		.number = SYS_epoll_create1, .flags = SYSCALL_MAKES_FD,
		.parameters = {{"flags", &kind_epoll_flag, false}},
		.otherwise = {"0"},
		.raw = {&kind_epoll_flag},
		.python = "select.epoll([flags=$0])",
		.help = SENTENCE_ID("call-epoll-create1"),
		.man = "epoll_create1(2)",
	}, {
		.name = "epoll_ctl", .strace_name = "epoll_ctl",
		.number = SYS_epoll_ctl,
		.parameters = {{"epfd", &kind_fd, false}, {"op", &kind_epoll_op, false},
			       {"fd", &kind_fd, false},
			       {"event", &kind_epoll_events, true}},
		.otherwise = {[1] = "EPOLL_CTL_ADD"},
		.raw = {&kind_fd, &kind_epoll_op, &kind_fd, &kind_epoll_events},
		.python = "$0.$1($2[, $3])",
		.help = SENTENCE_ID("call-epoll-ctl"),
		.man = "epoll_ctl(2)",
	}, {
		.name = "epoll_wait", .strace_name = EPOLL_WAIT_NAME,
		.number = EPOLL_WAIT_NUMBER, .flags = SYSCALL_CAN_BLOCK,
		.parameters = {{"epfd", &kind_fd, false},
			       {"maxevents", &kind_events_room, false},
			       {"timeout", &kind_epoll_timeout, false}},
		.otherwise = {[1] = "10", [2] = "-1"},
		.raw = {&kind_fd, &kind_events_room, &kind_epoll_timeout EPOLL_WAIT_REST},
		.python = "$0.poll($2, $1)",
		.help = SENTENCE_ID("call-epoll-wait"),
		.man = "epoll_wait(2)",
	}, {
		.name = "fcntl", .strace_name = "fcntl", .number = SYS_fcntl,
		.parameters = {{"fd", &kind_fd, false}, {"cmd", &kind_fcntl, false},
			       {"arg", &kind_fcntl_value, true}},
		.otherwise = {[1] = "F_GETFL"},
		.raw = {&kind_fd, &kind_fcntl, &kind_fcntl_value},
		.python = "@fcntl.fcntl($0#, $1[, $2])"
			  "[; $= = socket.socket(fileno=$=)]",
		.help = SENTENCE_ID("call-fcntl"),
		.man = "fcntl(2)",
	}, {
		.name = "fork", .strace_name = "clone", .number = SYS_clone,
		.operation = RAW_FORK,
		.raw = {&kind_clone},
		.python = "os.fork()",
		.help = SENTENCE_ID("call-fork"),
		.man = "fork(2)",
	}, {
		.name = "getaddrinfo", .strace_name = "getaddrinfo",
		.number = -1, .operation = RAW_GETADDRINFO,
		.otherwise = {[1] = "NULL"},
		.parameters = {{"node", &kind_name, false}, {"service", &kind_name, false},
			       {"hints", &kind_hints, true}},
		.raw = {&kind_name, &kind_name, &kind_hints, &kind_found},
		.python = "socket.getaddrinfo($0, $1[, $2])", .failure = "!= 0",
		.help = SENTENCE_ID("call-getaddrinfo"),
		.man = "getaddrinfo(3)",
	}, {
		.name = "getnameinfo", .strace_name = "getnameinfo",
		.number = -1, .operation = RAW_GETNAMEINFO,
		.otherwise = {[1] = "0"},
		.parameters = {{"addr", &kind_address, false}, {"flags", &kind_nameinfo, true}},
		.raw = {&kind_address, &kind_names, &kind_nameinfo},
		.python = "socket.getnameinfo($0, $2)", .failure = "!= 0",
		.help = SENTENCE_ID("call-getnameinfo"),
		.man = "getnameinfo(3)",
	}, {
		.name = "getpeername", .strace_name = "getpeername",
		.number = SYS_getpeername,
		.parameters = {{"sockfd", &kind_fd, false}},
		.raw = {&kind_fd, &kind_peer},
		.python = "$0.getpeername()",
		.help = SENTENCE_ID("call-getpeername"),
		.man = "getpeername(2)",
	}, {
		.name = "getsockname", .strace_name = "getsockname",
		.number = SYS_getsockname,
		.parameters = {{"sockfd", &kind_fd, false}},
		.raw = {&kind_fd, &kind_peer},
		.python = "$0.getsockname()",
		.help = SENTENCE_ID("call-getsockname"),
		.man = "getsockname(2)",
	}, {
		.name = "getsockopt", .strace_name = "getsockopt", .number = SYS_getsockopt,
		.parameters = {{"sockfd", &kind_fd, false}, {"level", &kind_level, false},
			       {"optname", &kind_option, false}},
		.raw = {&kind_fd, &kind_level, &kind_option, &kind_option_room},
		.python = "$0.getsockopt($1, $2[, $3])",
		.help = SENTENCE_ID("call-getsockopt"),
		.man = "getsockopt(2)",
	}, {
		.name = "ioctl", .strace_name = "ioctl", .number = SYS_ioctl,
		.parameters = {{"fd", &kind_fd, false}, {"request", &kind_ioctl, false},
			       {"value", &kind_ioctl_value, true}},
		.otherwise = {[1] = "FIONREAD"},
		.raw = {&kind_fd, &kind_ioctl, &kind_ioctl_value},
		.python = "fcntl.ioctl($0#, $1[, $2])",
		.help = SENTENCE_ID("call-ioctl"),
		.man = "ioctl(2)",
	}, {
		.name = "kill", .strace_name = "kill", .number = SYS_kill,
		.parameters = {{"pid", &kind_process, false}, {"sig", &kind_signal, false}},
		.otherwise = {[1] = "SIGTERM"},
		.raw = {&kind_process, &kind_signal},
		.python = "os.kill($0, $1)",
		.help = SENTENCE_ID("call-kill"),
		.man = "kill(2)",
	}, {
		.name = "listen", .strace_name = "listen", .number = SYS_listen,
		.parameters = {{"sockfd", &kind_fd, false}, {"backlog", &kind_backlog, false}},
		.otherwise = {[1] = "5"},
		.raw = {&kind_fd, &kind_backlog},
		.python = "$0.listen($1)",
		.help = SENTENCE_ID("call-listen"),
		.man = "listen(2)",
	}, {
		.name = "pipe", .strace_name = "pipe2", .number = SYS_pipe2,
		.flags = SYSCALL_GIVES_NUMBERS,
		.parameters = {{"pipefd", &kind_pair, false}},
		.raw = {&kind_pair, &kind_no_flags},
		.python = "$0 = os.pipe()",
		.help = SENTENCE_ID("call-pipe"),
		.man = "pipe(2)",
	}, {
		.name = "pipe2", .strace_name = "pipe2", .number = SYS_pipe2,
		.flags = SYSCALL_GIVES_NUMBERS,
		.parameters = {{"pipefd", &kind_pair, false},
			       {"flags", &kind_pipe_flags, false}},
		.otherwise = {[1] = "0"},
		.raw = {&kind_pair, &kind_pipe_flags},
		.python = "$0 = os.pipe2($1)",
		.help = SENTENCE_ID("call-pipe2"),
		.man = "pipe2(2)",
	}, {
		.name = "poll", .strace_name = POLL_NAME, .number = POLL_NUMBER,
		.flags = SYSCALL_CAN_BLOCK,
		.parameters = {{"fds", &kind_poll, false},
			       {"timeout", &kind_timeout, false}},
		.otherwise = {[1] = "-1"},
		.raw = {&kind_poll, &kind_timeout POLL_REST},
		.python = "p = select.poll()$0; @p.poll($1)",
		.help = SENTENCE_ID("call-poll"),
		.man = "poll(2)",
	}, {
		.name = "pthread_create", .strace_name = "pthread_create",
		.number = -1, .operation = RAW_THREAD,
		.python = "_thread.start_new_thread(serve, ())",
		.help = SENTENCE_ID("call-pthread-create"),
		.man = "pthread_create(3)",
	}, {
		.name = "read", .strace_name = "read", .number = SYS_read,
		.flags = SYSCALL_CAN_BLOCK | SYSCALL_RECEIVES,
		.parameters = {{"fd", &kind_fd, false}, {"count", &kind_room, false}},
		.otherwise = {[1] = "1024"},
		.raw = {&kind_fd, &kind_room},
		.python = "os.read($0#, $1)",
		.help = SENTENCE_ID("call-read"),
		.man = "read(2)",
	}, {
		.name = "readv", .strace_name = "readv", .number = SYS_readv,
		.flags = SYSCALL_CAN_BLOCK | SYSCALL_RECEIVES,
		.parameters = {{"fd", &kind_fd, false}, {"iov", &kind_rooms, false}},
		.raw = {&kind_fd, &kind_rooms},
		.python = "os.readv($0#, $1)",
		.help = SENTENCE_ID("call-readv"),
		.man = "readv(2)",
	}, {
		.name = "recv", .strace_name = "recvfrom", .number = SYS_recvfrom,
		.flags = SYSCALL_CAN_BLOCK | SYSCALL_RECEIVES,
		.parameters = {{"sockfd", &kind_fd, false}, {"len", &kind_room, false},
			       {"flags", &kind_msg, true}},
		.otherwise = {[1] = "1024", [2] = "0"},
		.raw = {&kind_fd, &kind_room, &kind_msg, &kind_no_peer},
		.python = "$0.recv($1[, $2])",
		.help = SENTENCE_ID("call-recv"),
		.man = "recv(2)",
	}, {
		.name = "recvfrom", .strace_name = "recvfrom", .number = SYS_recvfrom,
		.flags = SYSCALL_CAN_BLOCK | SYSCALL_RECEIVES,
		.parameters = {{"sockfd", &kind_fd, false}, {"len", &kind_room, false},
			       {"flags", &kind_msg, true}},
		.otherwise = {[1] = "1024", [2] = "0"},
		.raw = {&kind_fd, &kind_room, &kind_msg, &kind_peer},
		.python = "$0.recvfrom($1[, $2])", .python_into = NOTATION(", peer"),
		.help = SENTENCE_ID("call-recvfrom"),
		.man = "recvfrom(2)",
	}, {
		.name = "recvmsg", .strace_name = "recvmsg", .number = SYS_recvmsg,
		.flags = SYSCALL_CAN_BLOCK | SYSCALL_RECEIVES,
		.parameters = {{"sockfd", &kind_fd, false},
			       {"msg", &kind_message_room, false},
			       {"flags", &kind_msg, true}},
		.otherwise = {[1] = NOTATION("{iov={1024}, name}"), [2] = "0"},
		.raw = {&kind_fd, &kind_message_room, &kind_msg},
		.python = "$0.$1", .python_into = NOTATION(", ancdata, flags, peer"),
		.help = SENTENCE_ID("call-recvmsg"),
		.man = "recvmsg(2)",
	}, {
		.name = "select", .strace_name = "pselect6", .number = SYS_pselect6,
		.flags = SYSCALL_CAN_BLOCK,
		.parameters = {{"readfds", &kind_set, false},
			       {"writefds", &kind_set, false},
			       {"exceptfds", &kind_set, false},
			       {"timeout", &kind_timeval, false}},
		.otherwise = {"NULL", "NULL", "NULL", "NULL"},
		.raw = {&kind_count_fds, &kind_set, &kind_set, &kind_set,
			&kind_timeval, &kind_mask_pair},
		.python = "select.select($1, $2, $3[, $4])",
		.help = SENTENCE_ID("call-select"),
		.man = "select(2)",
	}, {
		.name = "send", .strace_name = "sendto", .number = SYS_sendto,
		.flags = SYSCALL_CAN_BLOCK | SYSCALL_SENDS,
		.parameters = {{"sockfd", &kind_fd, false}, {"buf", &kind_data, false},
			       {"flags", &kind_msg, true}},
		.otherwise = {[2] = "0"},
		.raw = {&kind_fd, &kind_data, &kind_msg, &kind_no_address},
		.python = "$0.send($1[, $2])",
		.help = SENTENCE_ID("call-send"),
		.man = "send(2)",
	}, {
		.name = "sendmsg", .strace_name = "sendmsg", .number = SYS_sendmsg,
		.flags = SYSCALL_CAN_BLOCK | SYSCALL_SENDS,
		.parameters = {{"sockfd", &kind_fd, false},
			       {"msg", &kind_message, false},
			       {"flags", &kind_msg, true}},
		.otherwise = {[2] = "0"},
		.raw = {&kind_fd, &kind_message, &kind_msg},
		.python = "$0.sendmsg($1)",
		.help = SENTENCE_ID("call-sendmsg"),
		.man = "sendmsg(2)",
	}, {
		.name = "sendto", .strace_name = "sendto", .number = SYS_sendto,
		.flags = SYSCALL_CAN_BLOCK | SYSCALL_SENDS,
		.parameters = {{"sockfd", &kind_fd, false}, {"buf", &kind_data, false},
			       {"flags", &kind_msg, false}, {"dest_addr", &kind_address, false}},
		.otherwise = {[2] = "0"},
		.raw = {&kind_fd, &kind_data, &kind_msg, &kind_address},
		.python = "$0.sendto($1[, $2], $3)",
		.help = SENTENCE_ID("call-sendto"),
		.man = "sendto(2)",
	}, {
		.name = "setsockopt", .strace_name = "setsockopt", .number = SYS_setsockopt,
		.parameters = {{"sockfd", &kind_fd, false}, {"level", &kind_level, false},
			       {"optname", &kind_option, false},
			       {"optval", &kind_option_value, false}},
		.raw = {&kind_fd, &kind_level, &kind_option, &kind_option_value},
		.python = "$0.setsockopt($1, $2, $3)",
		.help = SENTENCE_ID("call-setsockopt"),
		.man = "setsockopt(2)",
	}, {
		.name = "shutdown", .strace_name = "shutdown", .number = SYS_shutdown,
		.parameters = {{"sockfd", &kind_fd, false}, {"how", &kind_shut, false}},
		.raw = {&kind_fd, &kind_shut},
		.python = "$0.shutdown($1)",
		.help = SENTENCE_ID("call-shutdown"),
		.man = "shutdown(2)",
	}, {
		.name = "sigaction", .strace_name = "rt_sigaction",
		.number = SYS_rt_sigaction, .operation = RAW_SIGACTION,
		.parameters = {{"signum", &kind_signal, false}, {"handler", &kind_handler, false},
			       {"flags", &kind_action, true}},
		.otherwise = {[2] = "0"},
		.raw = {&kind_signal, &kind_handler, &kind_action, &kind_old_action,
			&kind_set_size},
		.python = "signal.signal($0, $1)[; signal.siginterrupt($0, $2)]",
		.help = SENTENCE_ID("call-sigaction"),
		.man = "sigaction(2)",
	}, {
		.name = "signal", .strace_name = "rt_sigaction",
		.number = SYS_rt_sigaction, .operation = RAW_SIGACTION,
		.parameters = {{"signum", &kind_signal, false}, {"handler", &kind_handler, false}},
		.raw = {&kind_signal, &kind_handler, &kind_old_action, &kind_set_size},
		.python = "signal.signal($0, $1); signal.siginterrupt($0, False)",
		.failure = "== SIG_ERR",
		.help = SENTENCE_ID("call-signal"),
		.man = "signal(2)",
	}, {
		.name = "sleep", .strace_name = "clock_nanosleep",
		.number = SYS_clock_nanosleep, .flags = SYSCALL_CAN_BLOCK,
		.parameters = {{"seconds", &kind_sleep, false}},
		.otherwise = {"1"},
		.raw = {&kind_clock, &kind_sleep, &kind_left},
		.python = "time.sleep($1)", .failure = "",
		.help = SENTENCE_ID("call-sleep"),
		.man = "sleep(3)",
	}, {
		.name = "socket", .strace_name = "socket", .number = SYS_socket,
		.flags = SYSCALL_MAKES_FD,
		.parameters = {{"domain", &kind_family, false}, {"type", &kind_type, false},
			       {"protocol", &kind_protocol, true}},
		.otherwise = {"AF_INET", "SOCK_STREAM", "0"},
		.raw = {&kind_family, &kind_type, &kind_protocol},
		.python = "socket.socket($0, $1[, $2])",
		.help = SENTENCE_ID("call-socket"),
		.man = "socket(2)",
	}, {
		.name = "socketpair", .strace_name = "socketpair",
		.number = SYS_socketpair,
		.parameters = {{"domain", &kind_family, false}, {"type", &kind_type, false},
			       {"protocol", &kind_protocol, false},
			       {"sv", &kind_pair, false}},
		.otherwise = {"AF_UNIX", "SOCK_STREAM", "0"},
		.raw = {&kind_family, &kind_type, &kind_protocol, &kind_pair},
		.python = "$3 = socket.socketpair($0, $1[, $2])",
		.help = SENTENCE_ID("call-socketpair"),
		.man = "socketpair(2)",
	}, {
		.name = "waitpid", .strace_name = "wait4", .number = SYS_wait4,
		.flags = SYSCALL_CAN_BLOCK,
		.parameters = {{"pid", &kind_process, false}, {"options", &kind_wait, true}},
		.otherwise = {"-1", "0"},
		.raw = {&kind_process, &kind_wait_status, &kind_wait, &kind_no_usage},
		.python = "os.waitpid($0, $2)", .python_into = NOTATION(", status"),
		.help = SENTENCE_ID("call-waitpid"),
		.man = "waitpid(2)",
	}, {
		.name = "write", .strace_name = "write", .number = SYS_write,
		.flags = SYSCALL_CAN_BLOCK | SYSCALL_SENDS,
		.parameters = {{"fd", &kind_fd, false}, {"buf", &kind_data, false}},
		.raw = {&kind_fd, &kind_data},
		.python = "os.write($0#, $1)",
		.help = SENTENCE_ID("call-write"),
		.man = "write(2)",
	}, {
		.name = "writev", .strace_name = "writev", .number = SYS_writev,
		.flags = SYSCALL_CAN_BLOCK | SYSCALL_SENDS,
		.parameters = {{"fd", &kind_fd, false}, {"iov", &kind_buffers, false}},
		.raw = {&kind_fd, &kind_buffers},
		.python = "os.writev($0#, $1)",
		.help = SENTENCE_ID("call-writev"),
		.man = "writev(2)",
	},
};
/* clang-format on */

const struct syscall *syscall_table(size_t *count)
{
	*count = COUNT(table);
	return table;
}
