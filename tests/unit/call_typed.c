/* call_typed: what learners type, in both notations, and what they are told.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/mem.h"
#include "call/table/syscalls.h"
#include "call/whole/typed.h"
#include "call/whole/typed_parts.h"
#include "call_golden.h"

#include <criterion/criterion.h>
#include <string.h>

static const struct typed_context with_socket = {.socket = "srv"};
static const struct typed_context without_socket = {.socket = NULL};

static void check_read(const char *text, const struct typed_context *context,
		       enum notation notation, const char *printed)
{
	struct arena arena = {0};
	struct buf out = {0};
	struct call call;
	struct err err;
	enum notation read_notation;
	bool read = call_parse_typed(str_from(text), context, &arena, &call,
				     &read_notation, NULL, &err);
	cr_expect(read, "%s: %s", text, read ? "" : err.text);
	if (read) {
		cr_expect_eq(read_notation, notation, "%s", text);
		call_print(&call, NOTATION_C, &out);
		cr_expect_str_eq(buf_text(&out), printed, "%s: %s", text,
				 buf_text(&out));
	}
	buf_done(&out);
	arena_done(&arena);
}

struct pair {
	const char *text, *printed;
};

Test(typed, c_is_completed)
{
	static const struct pair rows[] = {
		{"listen", "listen(srv, 5)"},
		{"listen()", "listen(srv, 5)"},
		{" lis ", "listen(srv, 5)"},
		{"listen(s)", "listen(s, 5)"},
		{"listen(7)", "listen(srv, 7)"},
		{"listen(3, 7);", "listen(3, 7)"},
		{"listen srv, 7", "listen(srv, 7)"},
		{"listen srv", "listen(srv, 5)"},
		{"listen SOMAXCONN", "listen(srv, 4096)"},
		{"acc", "accept(srv)"},
		{"conn = acc", "conn = accept(srv)"},
		{"accept srv;", "accept(srv)"},
		{"sock", "socket(AF_INET, SOCK_STREAM, 0)"},
		{"s = socket(AF_INET6)",
		 "s = socket(AF_INET6, SOCK_STREAM, 0)"},
		{"s = socket AF_INET, SOCK_DGRAM",
		 "s = socket(AF_INET, SOCK_DGRAM, 0)"},
		{"bind(127.0.0.1:80)", "bind(srv, 127.0.0.1:80)"},
		{"bind 127.0.0.1:80", "bind(srv, 127.0.0.1:80)"},
		{"bind [::1]:80", "bind(srv, [::1]:80)"},
		{"bind unix:/tmp/s", "bind(srv, unix:/tmp/s)"},
		{"bind unix:@a=b", "bind(srv, unix:@a=b)"},
		{"conne c, 127.0.0.1:80", "connect(c, 127.0.0.1:80)"},
		{"send \"hi\"", "send(srv, \"hi\", 0)"},
		{"send(\"a, b)\", MSG_OOB)", "send(srv, \"a, b)\", MSG_OOB)"},
		{"recv", "recv(srv, 1024, 0)"},
		{"recv(16)", "recv(srv, 16, 0)"},
		{"recv(3, 16)", "recv(3, 16, 0)"},
		{"recv 16, MSG_PEEK", "recv(srv, 16, MSG_PEEK)"},
		{"recv s, 16, MSG_PEEK", "recv(s, 16, MSG_PEEK)"},
		{"recvf s", "recvfrom(s, 1024, 0)"},
		{"recvmsg", "recvmsg(srv, {iov={1024}, name}, 0)"},
		{"close", "close(srv)"},
		{"close(3)", "close(3)"},
		{"shutdown SHUT_WR", "shutdown(srv, SHUT_WR)"},
		{"getsockopt(SOL_SOCKET, SO_ERROR)",
		 "getsockopt(srv, SOL_SOCKET, SO_ERROR)"},
		{"setsockopt SOL_SOCKET, SO_REUSEADDR, 1",
		 "setsockopt(srv, SOL_SOCKET, SO_REUSEADDR, 1)"},
		{"dup2(7)", "dup2(srv, 7)"},
		{"dup2(s, 7)", "dup2(s, 7)"},
		{"fcntl", "fcntl(srv, F_GETFL)"},
		{"fcntl(F_SETFL, O_NONBLOCK)",
		 "fcntl(srv, F_SETFL, O_NONBLOCK)"},
		{"ioctl", "ioctl(srv, FIONREAD)"},
		{"ioctl(FIONBIO, 1)", "ioctl(srv, FIONBIO, 1)"},
		{"poll {{s, POLLIN}}", "poll({{s, POLLIN}}, -1)"},
		{"select {a, b}", "select({a, b}, NULL, NULL, NULL)"},
		{"ep = epoll_cr", "ep = epoll_create1(0)"},
		{"sendto(s, \"x\", 127.0.0.1:9)",
		 "sendto(s, \"x\", 0, 127.0.0.1:9)"},
		{"sendto(s, \"x\", unix:/tmp/s)",
		 "sendto(s, \"x\", 0, unix:/tmp/s)"},
		{"sendto(s, \"x\", [::1]:9)", "sendto(s, \"x\", 0, [::1]:9)"},
		{"epoll_wait(ep)", "epoll_wait(ep, 10, -1)"},
		{"epoll_ctl(ep, EPOLL_CTL_DEL, s)",
		 "epoll_ctl(ep, EPOLL_CTL_DEL, s)"},
		{"sendmsg {iov={\"x\"}}", "sendmsg(srv, {iov={\"x\"}}, 0)"},
		{"socketpair(AF_UNIX, SOCK_STREAM, 0, {a, b})",
		 "socketpair(AF_UNIX, SOCK_STREAM, 0, {a, b})"},
	};
	for (size_t i = 0; i < COUNT(rows); i++)
		check_read(rows[i].text, &with_socket, NOTATION_C,
			   rows[i].printed);
}

/* Any name is 10.0.0.NUMBER OF LETTERS. */
static bool count_letters(void *data, struct str name, int port,
			  struct address *address, struct err *err)
{
	(void)data;
	AUTO_FREE char *text = xprintf("10.0.0.%zu:%d", name.len, port);
	return address_parse(str_from(text), address, err);
}

Test(typed, names_of_hosts_are_found)
{
	static const struct typed_context context = {
		.socket = "srv", .finder = {count_letters, NULL}};
	static const struct pair c[] = {
		{"connect(s, localhost:80)", "connect(s, 10.0.0.9:80)"},
		{"connect(www.a-b.org:80)", "connect(srv, 10.0.0.11:80)"},
		{"connect www.a:0", "connect(srv, 10.0.0.5:0)"},
		{"sendto(s, \"a:1\", 0, b2:65535)",
		 "sendto(s, \"a:1\", 0, 10.0.0.2:65535)"},
		{"sendmsg(s, {iov={\"x\"}, name=far:9}, 0)",
		 "sendmsg(s, {iov={\"x\"}, name=10.0.0.3:9}, 0)"},
		// No names of hosts:
		{"connect(s, unix:80)", "connect(s, unix:80)"},
		{"connect(s, raw:0200)", "connect(s, raw:0200)"},
		{"connect(s, [::1]:80)", "connect(s, [::1]:80)"},
		{"connect(s, 127.0.0.1:80)", "connect(s, 127.0.0.1:80)"},
	};
	static const struct pair python[] = {
		{"s.bind(('localhost', 80))", "bind(s, 10.0.0.9:80)"},
		{"s.connect((\"far\", 9))", "connect(s, 10.0.0.3:9)"},
		{"s.connect((\"::1\", 80))", "connect(s, [::1]:80)"},
		{"s.connect(\"far\")", "connect(s, unix:far)"},
	};
	for (size_t i = 0; i < COUNT(c); i++)
		check_read(c[i].text, &context, NOTATION_C, c[i].printed);
	for (size_t i = 0; i < COUNT(python); i++)
		check_read(python[i].text, &context, NOTATION_PYTHON,
			   python[i].printed);
}

Test(typed, names_of_hosts_that_cannot_be)
{
	static const struct typed_context finds = {
		.finder = {count_letters, NULL}};
	static const struct {
		const char *text, *fault;
	} rows[] = {
		{"connect(s, localhost)", "localhost needs a port"},
		{"connect(s, localhost:)", "localhost needs a port"},
		{"connect(s, localhost:http)", "localhost needs a port"},
		{"connect(s, localhost:65536)", "localhost needs a port"},
		{"connect(s, 127.0.0.1:65536)", "does not fit"},
		{"connect(s, 300.0.0.1:80)", "is no address"},
		{"connect(s, a/b:80)", "is no address"},
		{"s.connect((\"a b\", 80))", "an address in digits"},
		{"s.connect((\"a:1\", 80))", "an address in digits"},
	};
	for (size_t i = 0; i < 2 * COUNT(rows); i++) {
		bool is_plain = i >= COUNT(rows);
		struct arena arena = {0};
		struct call call;
		struct err err = {0};
		const char *text = rows[i % COUNT(rows)].text;
		cr_expect(!call_parse_typed(str_from(text),
					    is_plain ? &without_socket : &finds,
					    &arena, &call, NULL, NULL, &err),
			  "%s", text);
		if (!is_plain)
			cr_expect(strstr(err.text, rows[i].fault), "%s: %s",
				  text, err.text);
		arena_done(&arena);
	}
}

Test(typed, python_is_read)
{
	static const struct pair rows[] = {
		{"s = socket.socket()", "s = socket(AF_INET, SOCK_STREAM, 0)"},
		{"s=socket.socket( socket.AF_INET6 )",
		 "s = socket(AF_INET6, SOCK_STREAM, 0)"},
		{"s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM | "
		 "socket.SOCK_NONBLOCK, socket.IPPROTO_UDP)",
		 "s = socket(AF_INET, SOCK_DGRAM|SOCK_NONBLOCK, IPPROTO_UDP)"},
		{"s = socket.socket(AF_INET, SOCK_STREAM)",
		 "s = socket(AF_INET, SOCK_STREAM, 0)"},
		{"s.bind((\"127.0.0.1\", 12345))", "bind(s, 127.0.0.1:12345)"},
		{"s.bind(('', 80))", "bind(s, 0.0.0.0:80)"},
		{"s.connect((\"::1\", 80, 0, 2))", "connect(s, [::1%2]:80)"},
		{"s.connect(\"/tmp/s\")", "connect(s, unix:/tmp/s)"},
		{"s.connect(\"\\0name\")", "connect(s, unix:@name)"},
		{"s.listen()", "listen(s, 128)"},
		{"s.listen(5)", "listen(s, 5)"},
		{"conn, peer = s.accept()", "conn = accept(s)"},
		{"(conn, _) = s.accept()", "conn = accept(s)"},
		{"conn, (host, port) = s.accept()", "conn = accept(s)"},
		{"s.accept()", "accept(s)"},
		{"conn, peer = s.accept(); conn.setblocking(False)",
		 "conn = accept4(s, SOCK_NONBLOCK)"},
		{"s.recv(16)", "recv(s, 16, 0)"},
		{"data = s.recv(16, socket.MSG_PEEK)",
		 "data = recv(s, 16, MSG_PEEK)"},
		{"data, addr = s.recvfrom(16)", "data = recvfrom(s, 16, 0)"},
		{"s.send(b'x' * 10)", "send(s, \"x\" * 10, 0)"},
		{"s.send('hi'.encode())", "send(s, \"hi\", 0)"},
		{"s.send(b\"it's \\x41\\n\")", "send(s, \"it's A\\n\", 0)"},
		{"s.sendto(b\"x\", (\"127.0.0.1\", 9))",
		 "sendto(s, \"x\", 0, 127.0.0.1:9)"},
		{"s.sendto(b\"x\", socket.MSG_CONFIRM, (\"127.0.0.1\", 9))",
		 "sendto(s, \"x\", MSG_CONFIRM, 127.0.0.1:9)"},
		{"s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, True)",
		 "setsockopt(s, SOL_SOCKET, SO_REUSEADDR, 1)"},
		{"s.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)",
		 "getsockopt(s, SOL_SOCKET, SO_ERROR)"},
		{"s.shutdown(socket.SHUT_WR)", "shutdown(s, SHUT_WR)"},
		{"os.read(s.fileno(), 5)", "read(s, 5)"},
		{"os.write(3, b\"x\");", "write(3, \"x\")"},
		{"a, b = socket.socketpair()",
		 "socketpair(AF_UNIX, SOCK_STREAM, 0, {a, b})"},
		{"r, w = os.pipe()", "pipe({r, w})"},
		{"r, w = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)",
		 "pipe2({r, w}, O_NONBLOCK|O_CLOEXEC)"},
		{"os.close(w)", "close(w)"},
		{"os.close(s.fileno())", "close(s)"},
		{"x = os.dup(3)", "x = dup(3)"},
		{"select.select([a, b], [], [], 1.5)",
		 "select({a, b}, NULL, NULL, {1, 500000})"},
		{"ep = select.epoll()", "ep = epoll_create1(0)"},
		{"ep.register(s, select.EPOLLIN)",
		 "epoll_ctl(ep, EPOLL_CTL_ADD, s, EPOLLIN)"},
		{"ep.unregister(s)", "epoll_ctl(ep, EPOLL_CTL_DEL, s)"},
		{"ep.poll()", "epoll_wait(ep, 10, -1)"},
		{"ep.poll(timeout=0.25)", "epoll_wait(ep, 10, 250)"},
		{"w = select.poll(); w.register(s); "
		 "w.register(c, select.POLLIN); r = w.poll(5)",
		 "r = poll({{s, POLLIN|POLLPRI|POLLOUT}, {c, POLLIN}}, 5)"},
		{"s.recvmsg(10, socket.CMSG_SPACE(4))",
		 "recvmsg(s, {iov={10}, name, control=24}, 0)"},
		{"s.recvmsg(10, socket.CMSG_LEN(4))",
		 "recvmsg(s, {iov={10}, name, rights={_}}, 0)"},
		{"s.send(\"hi\".encode('utf-8'))", "send(s, \"hi\", 0)"},
		{"ep.poll(0.25, 3)", "epoll_wait(ep, 3, 250)"},
		{"p = select.poll(); p.register(s, select.POLLIN); p.poll(5)",
		 "poll({{s, POLLIN}}, 5)"},
		{"s.sendmsg([b\"a\", b\"b\"])",
		 "sendmsg(s, {iov={\"a\", \"b\"}}, 0)"},
		{"data, ancdata, flags, peer = s.recvmsg(100, 20)",
		 "data = recvmsg(s, {iov={100}, name, control=20}, 0)"},
		{"os.kill(child, signal.SIGTERM)", "kill(child, SIGTERM)"},
		{"child = os.fork()", "child = fork()"},
		{"time.sleep(2)", "sleep(2)"},
		{"signal.signal(signal.SIGPIPE, signal.SIG_IGN); "
		 "signal.siginterrupt(signal.SIGPIPE, False)",
		 "signal(SIGPIPE, SIG_IGN)"},
	};
	for (size_t i = 0; i < COUNT(rows); i++)
		check_read(rows[i].text, &without_socket, NOTATION_PYTHON,
			   rows[i].printed);
}

Test(typed, says_what_is_wrong_and_where)
{
	static const struct {
		const char *text;
		size_t column;
		const char *says;
	} rows[] = {
		{"", 1, "expected a call such as bind("},
		{"s", 1, "`s` can be "},
		{"se", 1,
		 "`se` can be select, send, sendmsg, sendto, "
		 "setsockopt: type more of the name"},
		{"lisen", 1, "unknown call `lisen`: did you mean `listen`?"},
		{"bind", 5, "bind needs a socket, and there is none"},
		{"bind(s)", 7, "bind needs `addr`, an address such as"},
		{"bind s", 7, "bind needs `addr`"},
		{"shutdown(s)", 11, "shutdown needs `how`"},
		{"listen(s, 5, 6)", 14, "expected `)`, found `6`"},
		{"listen s, 5, 6", 14, "found `6`"},
		{"listen(s 5)", 10, "expected `,` or `)`, found `5`"},
		{"listen(s, 5) x", 14, "expected nothing behind the call"},
		{"recv(s, many)", 9, "expected a number of bytes for `len`"},
		{"recv(s, buf, 100, 0)", 9,
		 "found `buf`: here recv takes recv(sockfd, len[, flags])"},
		{"bind(s, (struct sockaddr *)&addr, sizeof(addr))", 9,
		 ": here bind takes bind(sockfd, addr)"},
		{"send(s, \"é\", x)", 14, "unknown constant `x`"},
		{"epoll_wait", 11, "epoll_wait needs `epfd`"},
		{"fcntl(s, F_GETFL, 1)", 19, "F_GETFL takes no value"},
		{"fcntl(s, F_SETFL)", 17,
		 "fcntl needs `arg`, what the command sets"},
		{"ioctl(s, FIONBIO)", 17, "ioctl needs `value`"},
		/* Python. */
		{"s.", 3, "expected a call such as srv.accept()"},
		{"s.lisen(5)", 3,
		 "the socket s has no `lisen` that makes one "
		 "call: did you mean `listen`?"},
		{"socket.sokcet()", 8,
		 "socket has no `sokcet` that makes one "
		 "call: did you mean `socket`"},
		{"s.sendall(b\"x\")", 3, "sendall() calls send() until"},
		{"s.settimeout(5)", 3, "settimeout() makes the socket"},
		{"s.setblocking(False)", 3, "ioctl(s, FIONBIO, 1)"},
		{"s.bind(\"127.0.0.1\", 80)", 8, "in parentheses of its own"},
		{"s.bind(\"127.0.0.1\" 80)", 20, "expected `)`"},
		{"s.bind(127.0.0.1:80)", 8,
		 "expected an address such as (\"127.0.0.1\", 12345)"},
		{"s.bind((\"nobody\", 80))", 9,
		 "expected an address in digits"},
		{"s.bind((\"127.0.0.1\", 99999))", 22, "is out of range"},
		{"s.send(\"x\")", 8, "write b before the quote"},
		{"s.send(x)", 8, "expected a string in quotes"},
		{"s.send(b\"x)", 9, "no closing quote"},
		{"s.recv(16", 10, "expected `)`"},
		{"s.recv(16) + 1", 12, "expected nothing behind the call"},
		{"s.recv(16, socket.MSG_PEK)", 19, "did you mean `MSG_PEEK`"},
		{"s.shutdown()", 12, "shutdown needs `how`"},
		{"p = select.poll()", 18,
		 "a poll object makes no call before its poll(): go on with ; "
		 "p.poll(1000)"},
		{"select.poll()", 1, "a poll object makes no call before"},
		{"w = select.poll(); p.register(s); w.poll(1)", 20,
		 "the poll object is w: expected w.register( or w.poll("},
		{"ep.register(s, select.POLLIN)", 16,
		 "an epoll instance takes select.EPOLL*"},
		{"a = socket.socketpair()", 1,
		 "socketpair() gives two descriptors"},
		{"r = os.pipe()", 1, "pipe() gives two descriptors"},
		{"os.close()", 10, "close needs `fd`"},
		{"s.connect_ex((\"::1\", 80))", 3,
		 "connect_ex() is connect() that gives the errno"},
		{"conn, = s.accept()", 1,
		 "accept() of Python gives 2 values: expected conn, peer"},
		{"conn = s.accept()", 1,
		 "accept() of Python gives 2 values: "
		 "expected conn, peer = ..."},
		{"a, b = s.recv(5)", 1, "recv() of Python gives 1 value"},
		// A constant's name is no variable's, or C would not know
		// which.
		{"SIGALRM.recv(16)", 1, "SIGALRM is a constant"},
		{"SIGALRM = s.dup()", 1, "SIGALRM is a constant"},
		{"AF_INET = socket()", 1, "AF_INET is a constant"},
		{"s.bind", 7, "expected `(`"},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct arena arena = {0};
		struct call call;
		struct err err = {0};
		size_t column = 0;
		bool read = call_parse_typed(str_from(rows[i].text),
					     &without_socket, &arena, &call,
					     NULL, &column, &err);
		cr_expect(!read && strstr(err.text, rows[i].says), "%s: %s",
			  rows[i].text, err.text);
		cr_expect_eq(column, rows[i].column, "%s: column %zu, %s",
			     rows[i].text, column, err.text);
		arena_done(&arena);
	}
}

/* The same call with all that the row has for what was left out. */
static struct call filled(const struct call *call, struct arena *arena)
{
	struct call full = *call;
	struct reader reader = {.arena = arena};
	struct err err;
	cr_assert(typed_fill(&reader, &full, full.argc, &err));
	return full;
}

/* Calls that Python cannot tell from others, by the C notation: each comes back
 * as another call that prints the same. */
static bool is_lost(const char *text)
{
	static const char *const lost[] = {
		"accept4(srv, SOCK_CLOEXEC",
		"accept4(srv, 0)",
		"poll(NULL",
		"select({a, b}, {cli}, {}",
		"recvmsg(s, {iov={100, 4}}",
		"recvmsg(s, {iov={}}",
		"error}",
		"SA_NOCLDSTOP",
	};
	for (size_t i = 0; i < COUNT(lost); i++)
		if (strstr(text, lost[i]))
			return true;
	return false;
}

/* Whether it is the same call again. */
static bool read_back(const struct call *call, const char *python,
		      struct arena *arena)
{
	struct buf again = {0}, c = {0};
	struct call read = {0};
	struct err err = {0};
	bool is_read = call_parse_typed(str_from(python), &without_socket,
					arena, &read, NULL, NULL, &err);
	cr_assert(is_read, "%s: %s", python, err.text);
	call_print(&read, NOTATION_PYTHON, &again);
	cr_expect_str_eq(buf_text(&again), python);
	call_print(call, NOTATION_C, &c);
	bool is_same = call_same(call, &read);
	cr_expect_neq(is_same, is_lost(buf_text(&c)), "%s: %s", buf_text(&c),
		      is_same ? "same" : "other");
	buf_done(&again);
	buf_done(&c);
	return is_same;
}

Test(typed, what_python_prints_it_reads)
{
	struct arena arena = {0};
	size_t count, same = 0, other = 0;
	AUTO_FREE struct call *calls =
		golden_calls(GOLDEN_CALLS, &arena, &count);
	for (size_t i = 0; i < count; i++) {
		struct buf python = {0};
		struct call call = filled(&calls[i], &arena);
		call_print(&call, NOTATION_PYTHON, &python);
		// What Python has no function for is made by ctypes.
		bool has_function = !strstr(buf_text(&python), "ctypes.") &&
				    !strstr(buf_text(&python), "0x");
		bool is_same = has_function &&
			       read_back(&call, buf_text(&python), &arena);
		same += is_same;
		other += has_function && !is_same;
		buf_done(&python);
	}
	cr_expect(same > 120 && other < 20, "%zu same, %zu other", same, other);
	arena_done(&arena);
}

/* The C notation of lessons is the C notation of the prompt. */
Test(typed, reads_what_lessons_contain)
{
	struct arena arena = {0};
	size_t count;
	AUTO_FREE struct call *calls =
		golden_calls(GOLDEN_CALLS, &arena, &count);
	for (size_t i = 0; i < count; i++) {
		struct buf c = {0};
		struct call read, full = filled(&calls[i], &arena);
		struct err err = {0};
		enum notation notation;
		call_print(&calls[i], NOTATION_C, &c);
		bool reads = call_parse_typed(str_from(buf_text(&c)),
					      &without_socket, &arena, &read,
					      &notation, NULL, &err);
		cr_expect(reads && notation == NOTATION_C, "%s: %s",
			  buf_text(&c), err.text);
		cr_expect(call_same(&full, &read), "%s", buf_text(&c));
		buf_done(&c);
	}
	arena_done(&arena);
}

Test(typed, every_default_can_be_read)
{
	size_t count, defaults = 0;
	const struct syscall *table = syscall_table(&count);
	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; k < CALL_ARGS_MAX; k++) {
			if (!table[i].otherwise[k])
				continue;
			cr_expect_lt(k, syscall_parameters(&table[i]), "%s",
				     table[i].name);
			defaults++;
		}
	}
	cr_expect_gt(defaults, 20);
}
