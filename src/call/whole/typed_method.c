/* typed_method: methods of Python that are no call, or no single one.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/sentence.h"
#include "call/table/syscalls.h"
#include "call/whole/typed_name.h"
#include "call/whole/typed_parts.h"

static const struct {
	const char *name, *id;
} others[] = {
	{"accept4", SENTENCE_ID("method-accept4-python-has-s")},
	{"connect_ex", SENTENCE_ID("method-connect-ex-connect-ex-is")},
	{"create_connection",
	 SENTENCE_ID("method-create-connection-create-connection-is")},
	{"create_server", SENTENCE_ID("method-create-server-create-server-is")},
	{"detach", SENTENCE_ID("method-detach-detach-makes-no")},
	{"fileno", SENTENCE_ID("method-fileno-fileno-makes-no")},
	{"gethostbyname",
	 SENTENCE_ID("method-gethostbyname-gethostbyname-is-older")},
	{"gettimeout", SENTENCE_ID("method-gettimeout-gettimeout-makes-no")},
	{"makefile", SENTENCE_ID("method-makefile-makefile-makes-no")},
	{"recv_into", SENTENCE_ID("method-recv-into-recv-into-is")},
	{"sendall", SENTENCE_ID("method-sendall-sendall-calls-send")},
	{"sendfile", SENTENCE_ID("method-sendfile-sendfile-reads-file")},
	{"setblocking", SENTENCE_ID("method-setblocking-s-setblocking-false")},
	{"settimeout",
	 SENTENCE_ID("method-settimeout-settimeout-makes-socket")},
};

bool typed_fail_method(struct reader *reader, struct str object,
		       struct str method, struct err *err)
{
	size_t count, used = 0;
	const struct syscall *table = syscall_table(&count);
	bool module = typed_is_module(object);
	for (size_t i = 0; i < COUNT(others); i++)
		if (str_is(method, others[i].name))
			return reader_fail(reader, method.data, err,
					   others[i].id, NULL, 0);
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
	READER_FAIL(reader, method.data, err,
		    module ? "module-has-no-method" : "socket-has-no-method",
		    SLOT_STR("object", object), SLOT_STR("method", method),
		    SLOT_TEXT("hint", buf_text(&hint)));
	buf_done(&hint);
	free(names);
	arena_done(&arena);
	return false;
}
