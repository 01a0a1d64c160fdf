/* call: one socket API call as a value: name, typed arguments, result.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The text of a call is what a lesson contains, what a learner types, what
 * golden files hold and what a trace prints. Parsing is in call/whole/parse.h,
 * printing in call/print.h, the way to the kernel in call/whole/raw.h; the
 * table of calls is call/table/syscalls.h.
 */
#pragma once
#include "base/mem.h"
#include "call/address.h"

#include <stdint.h>

struct syscall;

enum { CALL_ARGS_MAX = 6 };

enum value_kind {
	VALUE_NONE, /* left out; the default of the argument's kind is used */
	VALUE_INT,  /* `num`, written as a number or by names of constants */
	VALUE_NAME, /* `name`, a variable; `num` once call_bind() knows it */
	VALUE_ADDRESS, /* `address` */
	VALUE_BYTES,   /* `bytes`: data to be sent */
	VALUE_OPTION,  /* value of a socket option wider than an int: `bytes`
			* holds the structure (struct linger, timeval …) */
	VALUE_LIST,    /* `items`: the members of a structure or an array */
	VALUE_AT,      /* of a traced program: memory that cannot be what the
			* argument is, `at` which address, `num` how much */
};

/* Bytes that the value's owner (an arena) keeps. `repeat` remembers that they
 * were written as "x" * N, so that they print the same way; 0 means not.
 * `all` is of how many they are the first, where call_print_shown() has left
 * out the rest; else 0. */
struct bytes {
	const unsigned char *data;
	size_t len;
	size_t repeat;
	size_t all;
};

struct value {
	enum value_kind kind;
	int64_t num;
	const char *name;
	bool is_number; /* VALUE_NAME: Python has the descriptor itself in the
			 * variable, as of os.pipe(), and no object */
	const struct address *address; /* VALUE_ADDRESS; the arena owns it */
	struct bytes bytes;
	const struct value *items; /* VALUE_LIST; the arena owns them */
	size_t count;
	uint64_t at; /* VALUE_AT */
};

/* What the kernel answered. Everything but `done` is meaningful only when it
 * is set. */
struct result {
	bool done;
	int64_t value;	   /* as the C function returns it: -1 on failure */
	int error;	   /* errno, or a negative EAI_* of the resolver; 0
			    * when there was no failure */
	int signal;	   /* signal that killed the actor in it, or 0 */
	unsigned faults;   /* what was made to go wrong with a traced program's
			    * call: 1 << FAULT_*, see call/whole/fault.h */
	uint64_t elapsed;  /* nanoseconds inside the call */
	struct bytes data; /* bytes received, or an option's structure */
	uint64_t at; /* of a traced program: where they went; 0: not known,
		      * and never in a saved journal */
	struct address address; /* address received; len 0 when there is none */
	int64_t length;	  /* of the address or the option as the kernel says,
			   * where it is more than there was room for; of
			   * sendfile: how many of the bytes that it was
			   * asked for, and did not send, the file has; of
			   * a text as long as a pointer: by how many bytes
			   * it goes on behind what was sent */
	int64_t option;	  /* value of an int option that getsockopt read */
	struct value out; /* what else the kernel wrote, in the shape that the
			   * call's row says: the events of poll, the two
			   * descriptors of pipe; VALUE_NONE: nothing */
};

/* Bytes that the caller has for an address or an option that it asks for. */
enum {
	CALL_ROOM_USUAL = 0,	   /* what sockstep's own calls have */
	CALL_ROOM_NONE = -1,	   /* NULL: it does not want to know */
	CALL_ROOM_EMPTY = -2,	   /* a length of 0 */
	CALL_ROOM_NO_LENGTH = -3,  /* memory, and NULL for its length */
	CALL_ROOM_NO_ADDRESS = -4, /* NULL, and a length */
	CALL_ROOM_LOST = -5, /* memory, and a length that cannot be read */
};

/* The signal mask that a traced program passes to pselect6 and epoll_pwait. */
enum call_mask {
	CALL_MASK_NONE, /* NULL */
	CALL_MASK_NULL, /* of pselect6: a size, and NULL */
	CALL_MASK_GIVEN,
};

/* Strings, bytes and names live in the arena given to whoever made it. */
struct call {
	const struct syscall *syscall;
	const char *into; /* variable that takes the result, or NULL */
	struct value args[CALL_ARGS_MAX];
	size_t argc;  /* arguments written; the rest are defaults */
	int64_t room; /* CALL_ROOM_*, or what a traced program gave: for an
		       * address or an option, or the first word of select
		       * where it is not the highest descriptor and 1 */
	enum call_mask masked;
	uint64_t mask; /* bit n - 1: signal n is blocked meanwhile */
	struct result result;
};

/* Whether it is the call of that name in the table, such as "bind". */
bool call_is(const struct call *call, const char *name);

/* A copy whose strings and bytes live in `arena`. */
struct call call_copy(const struct call *call, struct arena *arena);

/* Whether two calls are written the same: what stands in them, not what came
 * back. */
bool call_same(const struct call *a, const struct call *b);

/* The call's argument that names its socket: index, or -1 (socket()). */
int call_fd_arg(const struct call *call);

/* The address that the value is, or one of no length. */
const struct address *value_address(const struct value *value);

/* A copy of one value, what it holds in `arena`. */
struct value value_copy(const struct value *value, struct arena *arena);

/* The `index`th descriptor that the kernel writes for the call beside its
 * result: its number, -1 while there is none, and the variable that takes it,
 * NULL for none. Returns false behind the last. */
bool call_given(const struct call *call, size_t index, const char **name,
		int64_t *num);

/* Whether the result of the call is a new descriptor when it succeeds. */
bool call_can_make_fd(const struct call *call);

/* Whether Python has numbers in the variables that the call gives descriptors
 * to: what os.pipe() gives, and copies of that. */
bool call_gives_numbers(const struct call *call);

/* Whether the call, when it succeeded, made the descriptor `fd`: as its result
 * or among those that it wrote. */
bool call_makes_fd(const struct call *call, int64_t fd);

/* The bytes that a call that sends took: the first of its data, as many as its
 * result says; all while there is no result. They live in `arena` or in the
 * call. Returns false when it sends nothing. */
bool call_sent(const struct call *call, struct arena *arena,
	       struct bytes *sent);

/* The address that the call is told, in a message too; NULL for none. */
const struct address *call_address(const struct call *call);

/* The number that the call, when it returned without a failure, gave to the
 * variable `name`: its result, or one of the descriptors that it wrote. Returns
 * false when it gave it none. */
bool call_gives(const struct call *call, const char *name, int64_t *num);

/* Calls `fn` for each VALUE_NAME that the call uses, in lists too: its
 * variables and, where it says who it is, getpid(), getuid() and getgid().
 * Those that it gives a descriptor to are not among them. */
typedef void call_name_fn(void *data, const struct value *name);
void call_each_name(const struct call *call, call_name_fn *fn, void *data);

/* Gives each VALUE_NAME that call_each_name() names its number. `lookup` sets
 * name->num and name->is_number, or returns false for a name that is not bound;
 * then call_bind() fails with a sentence. Lists that hold names are copied into
 * `arena`. */
typedef bool call_lookup_fn(void *data, struct value *name);
bool call_bind(struct call *call, struct arena *arena, call_lookup_fn *lookup,
	       void *data, struct err *err);
