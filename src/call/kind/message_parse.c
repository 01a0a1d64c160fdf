/* message_parse: struct msghdr as it is written: {iov={"ab", "cd"}, name=…}.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/sentence.h"
#include "call/list.h"
#include "call/part/message.h"
#include "call/part/parse_value.h"

#include <string.h>

/* How a member is written: its word, what stands behind "=" in a message to be
 * sent and in one to be filled. Without a function the word stands alone;
 * `bare` may stand alone. */
struct member {
	const char *word;
	kind_parse_fn *send, *fill;
	bool bare;
};

static kind_parse_fn parse_fds, parse_givens, parse_credentials;

static const struct member members[MESSAGE_MEMBERS] = {
	[MESSAGE_IOV] = {"iov", parse_buffers, parse_rooms, false},
	[MESSAGE_NAME] = {"name", parse_address, NULL, false},
	[MESSAGE_RIGHTS] = {"rights", parse_fds, parse_givens, false},
	[MESSAGE_CREDENTIALS] = {"credentials", parse_credentials, NULL, true},
	[MESSAGE_ERROR] = {"error", NULL, NULL, false},
	[MESSAGE_CONTROL] = {"control", parse_data, parse_count, false},
};

static bool parse_fds(struct reader *reader, const struct call *call,
		      size_t arg, struct value *value, struct err *err)
{
	return parse_list(reader, call, arg, parse_fd, value, err);
}

static bool parse_givens(struct reader *reader, const struct call *call,
			 size_t arg, struct value *value, struct err *err)
{
	return parse_list(reader, call, arg, parse_given, value, err);
}

/* What an actor may say of itself: no names of variables. */
static const char *const own[] = {"getpid()", "getuid()", "getgid()"};

static bool parse_id(struct reader *reader, const struct call *call, size_t arg,
		     struct value *value, struct err *err)
{
	struct str name;
	(void)call, (void)arg;
	if (reader_at_number(reader)) {
		value->kind = VALUE_INT;
		return reader_number(reader, INT32_MIN, UINT32_MAX, &value->num,
				     err);
	}
	const char *begin = reader->rest.data;
	bool named = reader_name(reader, &name) && reader_take(reader, '(') &&
		     reader_take(reader, ')');
	for (size_t i = 0; named && i < COUNT(own); i++) {
		if (strlen(own[i]) != name.len + 2 ||
		    memcmp(name.data, own[i], name.len) != 0)
			continue;
		value->kind = VALUE_NAME;
		value->name = own[i];
		return true;
	}
	return READER_FAIL(reader, begin, err, "expected-credential");
}

/* {pid, uid, gid} */
static bool parse_credentials(struct reader *reader, const struct call *call,
			      size_t arg, struct value *value, struct err *err)
{
	const char *begin = reader->rest.data;
	if (!parse_list(reader, call, arg, parse_id, value, err))
		return false;
	return value->count == 3 ||
	       READER_FAIL(reader, begin, err, "expected-credentials");
}

static void set_own_credentials(struct value *value, struct arena *arena)
{
	struct value *items = list_new(value, COUNT(own), arena);
	for (size_t i = 0; i < COUNT(own); i++)
		items[i] = (struct value){.kind = VALUE_NAME, .name = own[i]};
}

static bool fail_member(struct reader *reader, struct str word, bool fill,
			struct err *err)
{
	const char *names[MESSAGE_MEMBERS];
	size_t count = 0;
	struct buf hint = {0};
	for (size_t i = 0; i < MESSAGE_MEMBERS; i++)
		if (fill || i != MESSAGE_ERROR)
			names[count++] = members[i].word;
	reader_suggest(word, names, count, &hint);
	if (!hint.len)
		SENTENCE(&hint, fill ? "expected-members-and-error"
				     : "expected-members");
	if (word.len)
		READER_FAIL(reader, word.data, err, "message-has-no",
			    SLOT_STR("member", word),
			    SLOT_TEXT("hint", buf_text(&hint)));
	else
		READER_FAIL(reader, word.data, err, "expected-member",
			    SLOT_TEXT("hint", buf_text(&hint)));
	buf_done(&hint);
	return false;
}

static size_t find_member(struct str word, bool fill)
{
	size_t i = 0;
	while (i < MESSAGE_MEMBERS && !str_is(word, members[i].word))
		i++;
	return i == MESSAGE_ERROR && !fill ? MESSAGE_MEMBERS : i;
}

static bool parse_member(struct reader *reader, const struct call *call,
			 size_t arg, bool fill, struct value *items,
			 struct err *err)
{
	struct str word;
	reader_name(reader, &word);
	size_t which = find_member(word, fill);
	if (which == MESSAGE_MEMBERS)
		return fail_member(reader, word, fill, err);
	const struct member *member = &members[which];
	struct value *value = &items[which];
	if (value->kind)
		return READER_FAIL(reader, word.data, err, "member-twice",
				   SLOT_TEXT("word", member->word));
	kind_parse_fn *parse = fill ? member->fill : member->send;
	reader_space(reader);
	if (!parse) {
		*value = value_int(1);
		return true;
	}
	if (reader_take(reader, '=')) {
		reader_space(reader);
		return parse(reader, call, arg, value, err);
	}
	if (!member->bare)
		return READER_FAIL(reader, reader->rest.data, err,
				   "expected-equals",
				   SLOT_TEXT("word", member->word));
	set_own_credentials(value, reader->arena);
	return true;
}

static bool parse(struct reader *reader, const struct call *call, size_t arg,
		  bool fill, struct value *value, struct err *err)
{
	if (!reader_take(reader, '{'))
		return parse_fail(reader, call, arg, err);
	struct value *items = list_new(value, MESSAGE_MEMBERS, reader->arena);
	size_t count = 0;
	while (reader_space(reader), !reader_take(reader, '}')) {
		if (count++ && !reader_take(reader, ','))
			return READER_FAIL(reader, reader->rest.data, err,
					   "expected-message-rest");
		reader_space(reader);
		if (!parse_member(reader, call, arg, fill, items, err))
			return false;
	}
	// A message without buffers is one: it can carry control messages.
	if (!items[MESSAGE_IOV].kind)
		list_new(&items[MESSAGE_IOV], 0, reader->arena);
	return true;
}

bool parse_message(struct reader *reader, const struct call *call, size_t arg,
		   struct value *value, struct err *err)
{
	return parse(reader, call, arg, false, value, err);
}

bool parse_message_room(struct reader *reader, const struct call *call,
			size_t arg, struct value *value, struct err *err)
{
	return parse(reader, call, arg, true, value, err);
}
