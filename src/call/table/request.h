/* request: what each command of fcntl(2) and request of ioctl(2) takes.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "call/call.h"
#include "call/table/symbol.h"

enum request_value {
	REQUEST_NONE,	   /* no third argument */
	REQUEST_INT,	   /* a number */
	REQUEST_FLAGS,	   /* constants of `group` */
	REQUEST_SET,	   /* address of an int that the kernel reads */
	REQUEST_GET,	   /* address of an int that the kernel writes */
	REQUEST_SIGNAL,	   /* a signal's number */
	REQUEST_SET_OWNER, /* address of a struct f_owner_ex, kept as a number:
			    * its type, and the process in the upper half */
	REQUEST_GET_OWNER,
	REQUEST_INTERFACE, /* see call/part/interface.h */
	REQUEST_INTERFACES,
};

struct request {
	int number;
	enum request_value value;
	enum symbol_group group; /* of the flags that are set or returned */
	bool returns_flags;	 /* the result is flags of `group` */
	bool makes_fd;		 /* the result is a new descriptor */
};

/* The row of the command or request that `call` (fcntl or ioctl) makes, its
 * second argument. Of one that is not in the table, a row for a number. */
const struct request *request_of(const struct call *call);

/* The name of a request of ioctl(2), as strace(1) prints it, or NULL; whether
 * it is one of those that only terminals answer: isatty(3) asks by one. */
const char *request_name(uint32_t number);
bool request_is_of_terminal(uint32_t number);

/* The number of a request by such a name, or -1. */
int64_t request_number(struct str name);

/* The same two of commands of fcntl(2). */
const char *command_name(int64_t number);
int64_t command_number(struct str name);

/* The group of the flags that command `number` of fcntl sets;
 * SYMBOL_GROUP_COUNT where it sets none. */
enum symbol_group request_flags(int64_t number);
