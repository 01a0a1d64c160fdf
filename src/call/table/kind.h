/* kind: what an argument of a call is, and how it is written.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "call/table/symbol.h"

#include <stddef.h>

/* How arguments of each kind are parsed, printed (C, Python, strace, whole C
 * program) and turned into machine words is one row of the table in kind.c. */
enum kind {
	KIND_NONE,
	KIND_FD,       /* a descriptor: a variable or a number */
	KIND_FAMILY,   /* AF_* */
	KIND_TYPE,     /* SOCK_*, with SOCK_NONBLOCK and SOCK_CLOEXEC */
	KIND_PROTOCOL, /* IPPROTO_*; 0 is the family's default */
	KIND_ADDRESS,  /* address that is read: becomes pointer and length */
	KIND_BACKLOG,  /* a count */
	KIND_DATA,     /* bytes to send: become pointer and length */
	KIND_ROOM,     /* size of the buffer to receive into */
	KIND_MSG,      /* MSG_* flags */
	KIND_ACCEPT,   /* SOCK_NONBLOCK, SOCK_CLOEXEC of accept4 */
	KIND_SHUT,     /* SHUT_* */
	KIND_LEVEL,    /* SOL_SOCKET, IPPROTO_* */
	KIND_OPTION,   /* option name, in the group of the level before it */
	KIND_OPTION_VALUE, /* int, {onoff, linger}, seconds, name … by option */
	KIND_WORD,	   /* a machine word of a call that is shown bare */
	KIND_PROCESS,	   /* a process: a variable or a number */
	KIND_SIGNAL,	   /* SIG* */
	KIND_WAIT,	   /* WNOHANG and its kin */
	KIND_EXIT,	   /* an exit status */
	KIND_SECONDS,	   /* until an alarm */
	KIND_SLEEP,	   /* seconds, as a struct timespec that is read */
	KIND_HANDLER,	   /* SIG_DFL, SIG_IGN or handler, as an action */
	KIND_ACTION,	   /* SA_* flags, in the memory of the one before */
	KIND_INT,	   /* any number */
	KIND_TIMEOUT,	   /* milliseconds; -1: no end */
	KIND_PAIR,	   /* {a, b}: two descriptors that are written */
	KIND_FCNTL,	   /* F_* */
	KIND_FCNTL_VALUE,  /* what the command wants: flags, a number, none */
	KIND_IOCTL,	   /* FION*, SIOC* */
	KIND_IOCTL_VALUE,  /* a number to be set, or none when one is read */
	KIND_POLL,	   /* {{fd, events}, …}: becomes pointer and count */
	KIND_SET,	   /* {a, b} for select, or NULL */
	KIND_TIMEVAL,	   /* {seconds, microseconds} or NULL */
	KIND_EPOLL_FLAG,   /* EPOLL_CLOEXEC */
	KIND_EPOLL_OP,	   /* EPOLL_CTL_* */
	KIND_EPOLL_EVENTS, /* EPOLL*; the data is the descriptor before it */
	KIND_EVENTS_ROOM,  /* how many events fit */
	KIND_MESSAGE, /* {iov={"ab"}, name=…}: struct msghdr to be sent */
	KIND_MESSAGE_ROOM, /* {iov={100}, name}: the same to be filled */
	KIND_BUFFERS,	   /* {"ab", "cd"}: struct iovec to be sent, count */
	KIND_ROOMS,	   /* {100, 4}: the same to be filled */
	KIND_NAME,	   /* a name of a host or a service, or NULL */
	KIND_HINTS,	   /* {family, type, flags} of getaddrinfo */
	KIND_NAMEINFO,	   /* NI_* */
	/* Hidden: the system call has them, nobody writes them. */
	KIND_PEER,	  /* 128 bytes for an address, and their count */
	KIND_NO_ADDRESS,  /* NULL and 0: send() is sendto() to nowhere */
	KIND_NO_PEER,	  /* NULL and NULL: recv() asks for no address */
	KIND_OPTION_ROOM, /* memory for an option's value, and its size */
	KIND_CLONE,	  /* what fork(3) gives clone(2) */
	KIND_WAIT_STATUS, /* memory for how a child ended */
	KIND_NO_USAGE,	  /* NULL: waitpid() is wait4() without usage */
	KIND_CLOCK,	  /* CLOCK_REALTIME and no flags */
	KIND_LEFT,	  /* memory for the time that is left */
	KIND_OLD_ACTION,  /* memory for what a signal did before */
	KIND_FOUND,	  /* memory for addresses that were found */
	KIND_NAMES,	  /* memory for a name and a service */
	KIND_SET_SIZE,	  /* bytes of the kernel's set of signals */
	KIND_COUNT_FDS,	  /* the highest descriptor of select's sets, and 1 */
	KIND_MASK_PAIR,	  /* a signal mask and its size, in memory */
	KIND_MASK,	  /* the same, as two words */
	KIND_COUNT
};

struct call;
struct value;
struct arena;
struct fetch;
struct raw_word;
struct reader;

/* Reads one argument at the front of `reader` (call/part/parse_value.h). The
 * arguments before it are in `call` already. */
typedef bool kind_parse_fn(struct reader *reader, const struct call *call,
			   size_t arg, struct value *value, struct err *err);

/* Adds argument `arg` (of the system call's word `part`) in one notation;
 * `arg` is SYSCALL_HIDDEN for a hidden one. */
typedef void kind_print_fn(const struct call *call, size_t arg,
			   struct buf *out);
typedef void kind_strace_fn(const struct call *call, size_t arg, size_t part,
			    struct buf *out);

/* The way to the kernel and back: `words` are those of this argument. decode()
 * returns false where the words are not those of this kind. take() moves what
 * the kernel wrote into the call's result. */
typedef bool kind_encode_fn(const struct call *call, size_t arg,
			    struct arena *arena, struct raw_word *words,
			    struct err *err);
typedef bool kind_decode_fn(const struct raw_word *words, struct arena *arena,
			    struct call *call, size_t arg);
typedef void kind_take_fn(struct call *call, size_t arg,
			  const struct raw_word *words, struct arena *arena);

/* The words of another process's call, see call/whole/fetch.h: `out` gets them
 * with the memory that the kernel will read. The arguments before it are in
 * fetch->call already. Returns false where they are not those of this kind, or
 * cannot be read. */
typedef bool kind_fetch_fn(const uint64_t *words, const struct fetch *fetch,
			   struct raw_word *out);

/* The `index`th variable that the kernel gives a descriptor through this
 * argument, and what it gave (-1: nothing). `name` is NULL where no variable
 * was written. Returns false behind the last. */
typedef bool kind_given_fn(const struct call *call, size_t arg, size_t index,
			   const char **name, int64_t *num);

/* Adds the result of a call that succeeded where strace(1) says more than the
 * number. Returns false where it does not. */
typedef bool kind_result_fn(const struct call *call, size_t arg,
			    struct buf *out);

struct kind_row {
	const char *expected;	    /* "a number of bytes" */
	const char *const *methods; /* of Python, where it stands for one */
	kind_parse_fn *parse;	    /* NULL: hidden */
	kind_print_fn *print_c;	    /* NULL: hidden */
	kind_print_fn *python;	    /* NULL: nothing to write */
	kind_parse_fn *read_python; /* NULL: as in C, modules aside */
	kind_strace_fn *strace;	    /* each word */
	kind_print_fn *declare;	    /* lines of a C program before the call */
	kind_print_fn *expression;  /* what stands in the C program's call */
	kind_print_fn *after;	    /* lines of the C program behind it */
	kind_print_fn *shown;	    /* what the kernel wrote, for a learner */
	kind_encode_fn *encode;
	kind_decode_fn *decode;
	kind_take_fn *take;	/* NULL: the kernel writes nothing */
	bool takes_failure;	/* it writes when the call fails, too */
	kind_given_fn *given;	/* its names are given, not used */
	kind_result_fn *result; /* of strace, where this argument decides */
	bool at_entry;		/* strace prints it before the kernel wrote */
	kind_fetch_fn *fetch;
	size_t words;		 /* of the system call; 0: a part of the
				  * argument before it */
	bool counts_int;	 /* the second one is an int, not a size_t */
	enum symbol_group group; /* of its constants, where it takes any */
	bool flags;		 /* the constants are joined by "|" */
	bool hidden;
};

/* The row of a kind other than KIND_NONE. */
const struct kind_row *kind_row(enum kind kind);
