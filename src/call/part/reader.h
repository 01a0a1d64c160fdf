/* reader: where the parser is in the text of a call.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/sentence.h"
#include "call/call.h"

/* Finds the address of a host's name, where a line may have one in the place of
 * an address. */
struct name_finder {
	bool (*find)(void *data, struct str name, int port,
		     struct address *address, struct err *err);
	void *data;
};

struct reader {
	struct str all, rest;
	struct arena *arena; /* of the call's strings */
	const char *fault;   /* the place that the message is about */
	bool python;	     /* constants have their module before them */
	struct str poller;   /* the variable that is a poll object of Python */
	unsigned depth;	     /* of expressions in each other */
	const struct name_finder *finder; /* NULL: names are no addresses */
};

enum {
	READER_BYTES_MOST = 16 << 20, /* of one argument, so that a slip such as
				       * "x" * 99999999999 is a message */
	READER_DEPTH_MOST = 8,	      /* of expressions in each other */
};

void reader_space(struct reader *reader); /* moves behind white space */
bool reader_take(struct reader *reader, char c);

/* Cuts a name ([A-Za-z_][A-Za-z0-9_]*) off the front. Returns false when there
 * is none. */
bool reader_name(struct reader *reader, struct str *name);

bool reader_at_number(const struct reader *reader);

/* Reads a number in decimal, 0x hexadecimal or 0 octal that lies in `least` to
 * `most`, at the front. */
bool reader_number(struct reader *reader, int64_t least, int64_t most,
		   int64_t *num, struct err *err);

/* Reads a string, and how often it stands there: "x" * 65536. The front is its
 * opening quote. */
bool reader_bytes(struct reader *reader, struct bytes *bytes, struct err *err);

/* `unit` `count` times, in the arena. */
struct bytes reader_repeat(struct reader *reader, const struct buf *unit,
			   size_t count, size_t repeat);

/* Remembers `at` as the place of the fault and says the record. Returns false.
 */
#define READER_FAIL(reader, at, err, id, ...)                                  \
	reader_fail(reader, at, err, id, SLOTS(__VA_ARGS__))
bool reader_fail(struct reader *reader, const char *at, struct err *err,
		 const char *id, const struct slot *slots, size_t count);

/* Adds what stands at the front, for a message: `name`, a character, the
 * end. */
void reader_found(const struct reader *reader, struct buf *out);

/* Adds ": did you mean `A` or `B`?" when any of `names` is near `word`, and
 * nothing otherwise. */
void reader_suggest(struct str word, const char *const *names, size_t count,
		    struct buf *out);
