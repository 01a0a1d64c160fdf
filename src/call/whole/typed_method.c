/* typed_method: methods of Python that are no call, or no single one.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/table/syscalls.h"
#include "call/whole/typed_name.h"
#include "call/whole/typed_parts.h"

static const struct {
	const char *name, *says;
} others[] = {
	{"accept4", "Python has s.accept(), and sets SOCK_CLOEXEC by itself"},
	{"connect_ex", "connect_ex() is connect() that gives the errno: type "
		       "s.connect((\"127.0.0.1\", 12345)), and the errno is "
		       "shown"},
	{"create_connection",
	 "create_connection() is socket() and connect(): type them one by "
	 "one"},
	{"create_server", "create_server() is socket(), setsockopt(), bind() "
			  "and listen(): type them one by one"},
	{"detach", "detach() makes no call: it forgets the descriptor"},
	{"fileno", "fileno() makes no call: the descriptor is on the screen"},
	{"gethostbyname", "gethostbyname() is the older getaddrinfo(): type "
			  "socket.getaddrinfo(\"localhost\", \"80\")"},
	{"gettimeout", "gettimeout() makes no call"},
	{"makefile", "makefile() makes no call: type the send() and recv() "
		     "that the file makes later"},
	{"recv_into", "recv_into() is recv() into memory of yours: type "
		      "s.recv(16)"},
	{"sendall", "sendall() calls send() until everything was taken: type "
		    "s.send(b\"...\") and look at what it returns"},
	{"sendfile", "sendfile() reads a file: type s.send(b\"...\")"},
	{"setblocking", "s.setblocking(False) is fcntl.ioctl(s.fileno(), "
			"termios.FIONBIO, struct.pack(\"i\", 1)): type that, "
			"or ioctl(s, FIONBIO, 1)"},
	{"settimeout",
	 "settimeout() makes the socket non-blocking and has poll() called "
	 "before each call: type ioctl(s, FIONBIO, 1) and the poll()"},
};

bool typed_fail_method(struct reader *reader, struct str object,
		       struct str method, struct err *err)
{
	size_t count, used = 0;
	const struct syscall *table = syscall_table(&count);
	bool module = typed_is_module(object);
	for (size_t i = 0; i < COUNT(others); i++)
		if (str_is(method, others[i].name))
			return reader_fail(reader, method.data, err, "%s",
					   others[i].says);
	struct arena arena = {0};
	const char **names = xcalloc(count * 4, sizeof(*names));
	struct str owner, name;
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0;
		     k < 4 && typed_python_name(&table[i], k, &owner, &name);
		     k++)
			if (module == (owner.data[0] != '$'))
				names[used++] = arena_strndup(&arena, name.data,
							      name.len);
	struct buf hint = {0};
	reader_suggest(method, names, used, &hint);
	reader_fail(reader, method.data, err,
		    "%s%.*s has no `%.*s` that makes one call%s",
		    module ? "" : "the socket ", (int)object.len, object.data,
		    (int)method.len, method.data, buf_text(&hint));
	buf_done(&hint);
	free(names);
	arena_done(&arena);
	return false;
}
