/* kind: what an argument of a call is, and how it is written.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "call/table/symbol.h"

#include <stddef.h>

/* How arguments of a kind are parsed, printed (C, Python, strace, whole C
 * program) and turned into machine words is one row: a table of functions. The
 * table of calls and its users know a kind by the address of its row. */
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

/* Whether Python leaves the argument out, with what is in the same brackets of
 * the template. */
typedef bool kind_default_fn(const struct call *call, size_t arg);

/* Whether a word that is no constant of this argument is one of the argument
 * beside it; adds "is an option of the level SOL_SOCKET". */
typedef bool kind_misplaced_fn(struct str name, struct buf *out);

/* The group of the constants that the argument takes in this call. */
typedef enum symbol_group kind_group_fn(const struct call *call, size_t arg);

/* Of a traced program's call: what `words` tell for call->room; how many bytes
 * of the memory of `word` the kernel wrote, when the call's value is `value`.
 */
typedef int64_t kind_room_fn(const struct raw_word *words,
			     const struct call *call);
typedef size_t kind_written_fn(const struct raw_word *word, int64_t value);

/* Whether the call has no such word at all. */
typedef bool kind_absent_fn(const struct call *call);

struct kind {
	const char *expected;	     /* a record: "a number of bytes" */
	const char *const *methods;  /* of Python, where it stands for one */
	kind_parse_fn *parse;	     /* NULL: hidden */
	kind_print_fn *print_c;	     /* NULL: hidden */
	kind_print_fn *python;	     /* NULL: nothing to write */
	kind_parse_fn *read_python;  /* NULL: as in C, modules aside */
	kind_default_fn *is_default; /* NULL: it is 0 */
	kind_strace_fn *strace;	     /* each word */
	kind_print_fn *declare;	     /* lines of a C program before the call */
	kind_print_fn *expression;   /* what stands in the C program's call */
	kind_print_fn *after;	     /* lines of the C program behind it */
	kind_print_fn *shown;	     /* what the kernel wrote, for a learner */
	kind_encode_fn *encode;
	kind_decode_fn *decode;
	kind_take_fn *take;	/* NULL: the kernel writes nothing */
	bool takes_failure;	/* it writes when the call fails, too */
	kind_given_fn *given;	/* its names are given, not used */
	kind_result_fn *result; /* of strace, where this argument decides */
	bool at_entry;		/* strace prints it before the kernel wrote */
	kind_fetch_fn *fetch;
	size_t words;	   /* of the system call; 0: a part of the
			    * argument before it */
	bool counts_int;   /* the second one is an int, not a size_t */
	bool counts_parts; /* the call's value counts parts of the memory, and
			    * no bytes */
	enum symbol_group group; /* of its constants, where it takes any */
	enum symbol_group more;	 /* another group; 0: none */
	kind_group_fn *group_of; /* where it depends on the call */
	kind_misplaced_fn *misplaced;
	bool flags; /* the constants are joined by "|" */
	bool hidden;
	const char *unknown; /* strace's word for a constant without a name;
			      * NULL: "???" */
	const char *expected_python;	/* NULL: as in C */
	kind_default_fn *python_cannot; /* Python's modules have no way to
					 * write it; NULL: they have */
	kind_print_fn *python_words;	/* then: each word, for ctypes */
	kind_room_fn *room;
	kind_written_fn *written; /* NULL: all of the memory */
	kind_absent_fn *absent;	  /* NULL: it is always there */
	bool names_option;	  /* of a socket; the level is before it */
};

/* The rows; each stands with its functions in a file of call/kind. */
/* clang-format off */
extern const struct kind
	kind_fd,       /* a descriptor: a variable or a number */
	kind_family,   /* AF_* */
	kind_type,     /* SOCK_*, with SOCK_NONBLOCK and SOCK_CLOEXEC */
	kind_protocol, /* IPPROTO_*; 0 is the family's default */
	kind_address,  /* address that is read: becomes pointer and length */
	kind_backlog,  /* a count */
	kind_data,     /* bytes to send: become pointer and length */
	kind_room,     /* size of the buffer to receive into */
	kind_msg,      /* MSG_* flags */
	kind_accept,   /* SOCK_NONBLOCK, SOCK_CLOEXEC of accept4 */
	kind_shut,     /* SHUT_* */
	kind_level,    /* SOL_SOCKET, IPPROTO_* */
	kind_option,   /* option name, in the group of the level before it */
	kind_option_value, /* int, {onoff, linger}, seconds, name … by option */
	kind_word,	   /* a machine word of a call that is shown bare */
	kind_process,	   /* a process: a variable or a number */
	kind_signal,	   /* SIG* */
	kind_wait,	   /* WNOHANG and its kin */
	kind_exit,	   /* an exit status */
	kind_seconds,	   /* until an alarm */
	kind_sleep,	   /* seconds, as a struct timespec that is read */
	kind_handler,	   /* SIG_DFL, SIG_IGN or handler, as an action */
	kind_action,	   /* SA_* flags, in the memory of the one before */
	kind_int,	   /* any number */
	kind_timeout,	   /* milliseconds; -1: no end */
	kind_epoll_timeout, /* the same, in Python seconds */
	kind_pair,	   /* {a, b}: two descriptors that are written */
	kind_pipe_flags,   /* O_NONBLOCK, O_CLOEXEC, O_DIRECT */
	kind_fcntl,	   /* F_* */
	kind_fcntl_value,  /* what the command wants: flags, a number, none */
	kind_ioctl,	   /* FION*, SIOC* */
	kind_ioctl_value,  /* a number to be set, or none when one is read */
	kind_poll_span,	   /* of ppoll: a time, shown in milliseconds */
	kind_epoll_span,   /* the same, of epoll_pwait2 */
	kind_size,	   /* a number of bytes of a file */
	kind_offset,	   /* where a file is read, or NULL */
	kind_any_fd,	   /* a number of a descriptor, open or not */
	kind_duplicate,	   /* O_CLOEXEC */
	kind_splice,	   /* SPLICE_F_* */
	kind_range,	   /* CLOSE_RANGE_* */
	kind_poll,	   /* {{fd, events}, …}: becomes pointer and count */
	kind_set,	   /* {a, b} for select, or NULL */
	kind_timeval,	   /* {seconds, microseconds} or NULL */
	kind_epoll_flag,   /* EPOLL_CLOEXEC */
	kind_epoll_op,	   /* EPOLL_CTL_* */
	kind_epoll_events, /* EPOLL*; the data is the descriptor before it */
	kind_events_room,  /* how many events fit */
	kind_message, /* {iov={"ab"}, name=…}: struct msghdr to be sent */
	kind_message_room, /* {iov={100}, name}: the same to be filled */
	kind_messages,	    /* {{iov={"ab"}}, …}: struct mmsghdr, count */
	kind_messages_room, /* {{iov={100}}, …}: the same to be filled */
	kind_time_left,	    /* {seconds, nanoseconds} or NULL */
	kind_buffers,	   /* {"ab", "cd"}: struct iovec to be sent, count */
	kind_rooms,	   /* {100, 4}: the same to be filled */
	kind_name,	   /* a name of a host or a service, or NULL */
	kind_hints,	   /* {family, type, flags} of getaddrinfo */
	kind_nameinfo,	   /* NI_* */
	/* Hidden: the system call has them, nobody writes them. */
	kind_peer,	  /* 128 bytes for an address, and their count */
	kind_no_address,  /* NULL and 0: send() is sendto() to nowhere */
	kind_no_peer,	  /* NULL and NULL: recv() asks for no address */
	kind_option_room, /* memory for an option's value, and its size */
	kind_clone,	  /* what fork(3) gives clone(2) */
	kind_wait_status, /* memory for how a child ended */
	kind_no_flags,	  /* 0: pipe() is pipe2() without flags, and on
			   * some machines dup2() dup3() */
	kind_no_usage,	  /* NULL: waitpid() is wait4() without usage */
	kind_clock,	  /* CLOCK_REALTIME and no flags */
	kind_left,	  /* memory for the time that is left */
	kind_old_action,  /* memory for what a signal did before */
	kind_found,	  /* memory for addresses that were found */
	kind_names,	  /* memory for a name and a service */
	kind_set_size,	  /* bytes of the kernel's set of signals */
	kind_count_fds,	  /* the highest descriptor of select's sets, and 1 */
	kind_mask_pair,	  /* a signal mask and its size, in memory */
	kind_mask;	  /* the same, as two words */
/* clang-format on */
