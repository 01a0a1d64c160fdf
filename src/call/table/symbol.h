/* symbol: the constants of the socket API by name and by value.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/text.h"

#include <stdint.h>

/* Each group is one C name space of values: the same number means different
 * things in different groups. */
enum symbol_group {
	SYMBOL_FAMILY,	  /* AF_* */
	SYMBOL_TYPE,	  /* SOCK_STREAM … (the low bits) */
	SYMBOL_TYPE_FLAG, /* SOCK_NONBLOCK, SOCK_CLOEXEC */
	SYMBOL_PROTOCOL,  /* IPPROTO_* */
	SYMBOL_BACKLOG,	  /* SOMAXCONN */
	SYMBOL_MSG,	  /* MSG_* flags of send and recv */
	SYMBOL_SHUT,	  /* SHUT_RD, SHUT_WR, SHUT_RDWR */
	SYMBOL_LEVEL,	 /* SOL_SOCKET, IPPROTO_TCP … as strace prints them */
	SYMBOL_SO,	 /* options at SOL_SOCKET */
	SYMBOL_IP,	 /* options at IPPROTO_IP */
	SYMBOL_IPV6,	 /* options at IPPROTO_IPV6 */
	SYMBOL_TCP,	 /* options at IPPROTO_TCP */
	SYMBOL_UDP,	 /* options at IPPROTO_UDP */
	SYMBOL_SCM,	 /* SCM_*: control messages at SOL_SOCKET */
	SYMBOL_POLL,	 /* POLL* */
	SYMBOL_EPOLL,	 /* EPOLLIN … */
	SYMBOL_EPOLL_OP, /* EPOLL_CTL_* */
	SYMBOL_EPOLL_FLAG, /* EPOLL_CLOEXEC */
	SYMBOL_FCNTL,	   /* F_*: commands of fcntl */
	SYMBOL_FILE,	   /* O_*: flags of an open file */
	SYMBOL_PIPE,	   /* O_*: flags of pipe2 */
	SYMBOL_FD,	   /* FD_CLOEXEC */
	SYMBOL_RANGE,	   /* CLOSE_RANGE_* */
	SYMBOL_SPLICE,	   /* SPLICE_F_* */
	SYMBOL_IOCTL,	   /* FION*, SIOC*: requests of ioctl */
	SYMBOL_ERRNO,	   /* E*, and EAI_*, which are negative */
	SYMBOL_SIGNAL,	   /* SIG* */
	SYMBOL_WAIT,	   /* options of waitpid(2) */
	SYMBOL_HANDLER,	   /* what a signal can do: enum raw_handler */
	SYMBOL_SA,	   /* SA_* flags of sigaction(2) */
	SYMBOL_AI,	   /* AI_* flags of getaddrinfo(3) */
	SYMBOL_NI,	   /* NI_* flags of getnameinfo(3) */
	SYMBOL_IFF,	   /* IFF_* flags of an interface */
	SYMBOL_NETLINK,	   /* options at SOL_NETLINK */
	SYMBOL_GROUP_COUNT
};

/* What a name is among the names of its value. */
enum symbol_use {
	SYMBOL_NAME,  /* the name that strace(1) prints */
	SYMBOL_ALIAS, /* another name, read but never printed */
	SYMBOL_IN_C,  /* the name in programs, where strace prints another:
		       * IPPROTO_TCP for SOL_TCP */
};

struct symbol {
	enum symbol_group group;
	int64_t value;
	const char *name;
	enum symbol_use use;
	bool in_python; /* Python's module has it: socket.NAME */
};

/* The value of `name` in `group`. Returns false when the group has no such
 * name. */
bool symbol_value(enum symbol_group group, struct str name, int64_t *value);

/* Whether a constant of any group is called `name`. */
bool symbol_is(struct str name);

/* The name of `value` in `group`, or NULL. Where two names share a value, the
 * one that strace(1) prints. */
const char *symbol_name(enum symbol_group group, int64_t value);

/* The same, but the name that a program contains: SO_RCVTIMEO where strace
 * says SO_RCVTIMEO_OLD. */
const char *symbol_name_in_c(enum symbol_group group, int64_t value);

/* Adds that name, or, where there is none, the number. */
void symbol_print(enum symbol_group group, int64_t value, struct buf *out);
void symbol_print_in_c(enum symbol_group group, int64_t value, struct buf *out);

/* The name in the module of Python that has the group, or NULL when it has
 * none; and that module: "socket", "select" … */
const char *symbol_name_in_python(enum symbol_group group, int64_t value);
const char *symbol_module(enum symbol_group group);

/* Adds `value` as names joined by "|", what has no name in hexadecimal, "0"
 * for none: MSG_DONTWAIT|0x800000. In the names of strace(1) and in those of
 * programs. */
void symbol_print_flags(enum symbol_group group, int64_t value,
			struct buf *out);
void symbol_print_flags_in_c(enum symbol_group group, int64_t value,
			     struct buf *out);

/* Adds the name of the type in *num (SOCK_STREAM …) and a "|" when flags stand
 * beside it, and takes the type off *num. Returns whether anything is left to
 * be printed: the flags, or all of a type that has no name. */
bool symbol_print_type(int64_t *num, struct buf *out);

/* All symbols of all groups, for completion and help; `count` of them. */
const struct symbol *symbol_table(size_t *count);

/* The group of the options of a level of setsockopt(2); SYMBOL_GROUP_COUNT
 * for a level that has no names here. */
enum symbol_group symbol_option_group(int64_t level);
