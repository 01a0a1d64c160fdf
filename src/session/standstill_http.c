/* standstill_http: where a message of HTTP ends, of those that wait for more.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A header ends with an empty line, and says how long the body is, or lets the
 * end of the connection end it (RFC 9112, 6.3).
 */
#include "base/sentence.h"
#include "base/text.h"
#include "session/standstill_picture.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct message {
	bool is_answer;
	const char *header;
	size_t header_len; /* without the empty line */
	bool is_whole;	   /* the empty line is there */
	int64_t body;	   /* bytes behind it */
};

/* The first line, up to which line end; false: it has none. */
static bool first_line(const struct bytes *turn, struct str *line)
{
	const char *text = (const char *)turn->data;
	const char *end = turn->len ? memchr(text, '\n', turn->len) : NULL;
	if (!end)
		return false;
	*line = str_trim((struct str){text, (size_t)(end - text)});
	return true;
}

/* "GET / HTTP/1.1", "HTTP/1.1 200 OK". */
static bool is_of_http(struct str line, bool *is_answer)
{
	static const char version[] = "HTTP/1.";
	enum { DIGIT = 1 };
	size_t len = sizeof(version) - 1;
	*is_answer = str_has_prefix(line, version);
	if (*is_answer || line.len <= len + DIGIT)
		return *is_answer;
	const char *last = line.data + line.len - len - DIGIT;
	return !memcmp(last, version, len) && last[-1] == ' ';
}

/* How many bytes there are up to the empty line and with it; 0: none. */
static size_t find_empty_line(const char *text, size_t len, size_t *header)
{
	for (size_t i = 0; i + 1 < len; i++) {
		size_t next = i + 1;
		next += text[next] == '\r';
		*header = i;
		if (text[i] == '\n' && next < len && text[next] == '\n')
			return next + 1;
	}
	*header = len;
	return 0;
}

static bool message_read(const struct traffic *traffic, struct message *message)
{
	const struct bytes *turn = &traffic->turn;
	struct str line;
	*message = (struct message){.header = (const char *)turn->data};
	if (!first_line(turn, &line) || !is_of_http(line, &message->is_answer))
		return false;
	size_t end = find_empty_line(message->header, turn->len,
				     &message->header_len);
	message->is_whole = end > 0;
	message->body = traffic->turn_all - (int64_t)end;
	return message->is_whole || traffic->turn_all == (int64_t)turn->len;
}

/* The value of a field of the header, or an empty one. */
static struct str field_of(const struct message *message, const char *name)
{
	const char *at = message->header, *end = at + message->header_len;
	size_t len = strlen(name);
	while (at < end) {
		const char *stop = memchr(at, '\n', (size_t)(end - at));
		stop = stop ? stop : end;
		if ((size_t)(stop - at) > len && at[len] == ':' &&
		    !strncasecmp(at, name, len))
			return str_trim((struct str){
				at + len + 1, (size_t)(stop - at) - len - 1});
		at = stop + 1;
	}
	return (struct str){0};
}

/* An answer that may have a body: not 1xx, 204 or 304. */
static bool can_have_body(const struct message *message)
{
	const char *blank = memchr(message->header, ' ', message->header_len);
	int status = blank ? atoi(blank + 1) : 0;
	return status >= 200 && status != 204 && status != 304;
}

/* Whether the connection is kept open behind the message. */
static bool is_kept(const struct message *message)
{
	struct str header = {message->header, message->header_len};
	struct str wish = field_of(message, "Connection");
	return str_has_prefix(header, "HTTP/1.1") &&
	       !str_has_prefix(wish, "c") && !str_has_prefix(wish, "C");
}

/* What answers HEAD has a length, and no body. */
static bool say_length(const struct message *message, struct str length,
		       const char *actor, const char *reader, struct buf *out)
{
	int64_t promised = strtoll(length.data, NULL, 10);
	bool may_be_head = message->is_answer && !message->body;
	const struct slot who = SLOT_TEXT("actor", actor);
	const struct slot most = SLOT_NUMBER("length", promised);
	if (message->body < promised && !may_be_head)
		SENTENCE(out, "hang-http-short", who, most,
			 SLOT_NUMBER("sent", message->body));
	else if (message->body == promised && is_kept(message))
		SENTENCE(out, "hang-http-whole", who, most,
			 SLOT_TEXT("reader", reader));
	return out->len > 0;
}

bool picture_say_http(const struct traffic *traffic, const char *actor,
		      const char *reader, struct buf *out)
{
	struct message message;
	const struct slot who = SLOT_TEXT("actor", actor);
	if (!message_read(traffic, &message))
		return false;
	if (!message.is_whole) {
		SENTENCE(out, "hang-http-header", who);
		return true;
	}
	struct str length = field_of(&message, "Content-Length");
	if (length.len)
		return say_length(&message, length, actor, reader, out);
	if (!message.is_answer || !can_have_body(&message) ||
	    field_of(&message, "Transfer-Encoding").len)
		return false;
	SENTENCE(out, "hang-http-no-length", who, SLOT_TEXT("reader", reader));
	return true;
}
