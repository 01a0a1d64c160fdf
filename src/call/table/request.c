/* request: the table of fcntl's commands and ioctl's requests.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * glibc turns F_GETOWN into F_GETOWN_EX, which tells a process from a process
 * group; the command itself is still there, and is what is called here.
 */
#include "call/table/request.h"

#include "call/table/syscalls.h"

#include <fcntl.h>
#include <linux/sockios.h>
#include <sys/ioctl.h>

#define NONE SYMBOL_GROUP_COUNT

/* clang-format off */
static const struct request commands[] = {
	{F_DUPFD,         REQUEST_INT,   NONE,          false, true},
	{F_GETFD,         REQUEST_NONE,  SYMBOL_FD,     true,  false},
	{F_SETFD,         REQUEST_FLAGS, SYMBOL_FD,     false, false},
	{F_GETFL,         REQUEST_NONE,  SYMBOL_FILE,   true,  false},
	{F_SETFL,         REQUEST_FLAGS, SYMBOL_FILE,   false, false},
	{F_SETOWN,        REQUEST_INT,   NONE,          false, false},
	{F_GETOWN,        REQUEST_NONE,  NONE,          false, false},
	{F_DUPFD_CLOEXEC, REQUEST_INT,   NONE,          false, true},
	{F_SETSIG,        REQUEST_SIGNAL, NONE,         false, false},
	{F_GETSIG,        REQUEST_NONE,  NONE,          false, false},
	{F_SETOWN_EX,     REQUEST_SET_OWNER, NONE,      false, false},
	{F_GETOWN_EX,     REQUEST_GET_OWNER, NONE,      false, false},
	{F_GETLEASE,      REQUEST_NONE,  NONE,          false, false},
	{F_GETPIPE_SZ,    REQUEST_NONE,  NONE,          false, false},
	{F_SETPIPE_SZ,    REQUEST_INT,   NONE,          false, false},
};

static const struct request requests[] = {
	{SIOCOUTQ,    REQUEST_GET,  NONE, false, false},
	{FIONREAD,    REQUEST_GET,  NONE, false, false},
	{FIONBIO,     REQUEST_SET,  NONE, false, false},
	{FIONCLEX,    REQUEST_NONE, NONE, false, false},
	{FIOCLEX,     REQUEST_NONE, NONE, false, false},
	{FIOASYNC,    REQUEST_SET,  NONE, false, false},
	{FIOSETOWN,   REQUEST_SET,  NONE, false, false},
	{SIOCSPGRP,   REQUEST_SET,  NONE, false, false},
	{FIOGETOWN,   REQUEST_GET,  NONE, false, false},
	{SIOCGPGRP,   REQUEST_GET,  NONE, false, false},
	{SIOCATMARK,  REQUEST_GET,  NONE, false, false},
	{SIOCOUTQNSD, REQUEST_GET,  NONE, false, false},
	{SIOCGIFCONF,    REQUEST_INTERFACES, NONE, false, false},
	{SIOCGIFNAME,    REQUEST_INTERFACE, NONE, false, false},
	{SIOCGIFADDR,    REQUEST_INTERFACE, NONE, false, false},
	{SIOCGIFDSTADDR, REQUEST_INTERFACE, NONE, false, false},
	{SIOCGIFBRDADDR, REQUEST_INTERFACE, NONE, false, false},
	{SIOCGIFNETMASK, REQUEST_INTERFACE, NONE, false, false},
	{SIOCGIFHWADDR,  REQUEST_INTERFACE, NONE, false, false},
	{SIOCGIFFLAGS,   REQUEST_INTERFACE, NONE, false, false},
	{SIOCGIFMTU,     REQUEST_INTERFACE, NONE, false, false},
	{SIOCGIFMETRIC,  REQUEST_INTERFACE, NONE, false, false},
	{SIOCGIFINDEX,   REQUEST_INTERFACE, NONE, false, false},
	{SIOCGIFTXQLEN,  REQUEST_INTERFACE, NONE, false, false},
	{SIOCSIFNAME,    REQUEST_INTERFACE, NONE, false, false},
	{SIOCSIFADDR,    REQUEST_INTERFACE, NONE, false, false},
	{SIOCSIFDSTADDR, REQUEST_INTERFACE, NONE, false, false},
	{SIOCSIFBRDADDR, REQUEST_INTERFACE, NONE, false, false},
	{SIOCSIFNETMASK, REQUEST_INTERFACE, NONE, false, false},
	{SIOCSIFHWADDR,  REQUEST_INTERFACE, NONE, false, false},
	{SIOCSIFFLAGS,   REQUEST_INTERFACE, NONE, false, false},
	{SIOCSIFMTU,     REQUEST_INTERFACE, NONE, false, false},
	{SIOCSIFMETRIC,  REQUEST_INTERFACE, NONE, false, false},
	{SIOCSIFTXQLEN,  REQUEST_INTERFACE, NONE, false, false},
};
/* clang-format on */

/* Requests that are no constants of the notation: of interfaces, and those by
 * which the C library finds out that a socket is no terminal. */
#define OTHER(name)                                                            \
	{                                                                      \
		name, #name                                                    \
	}

struct other {
	uint32_t number;
	const char *name;
};

/* Commands of fcntl that are no constants of the notation either. */
static const struct other other_commands[] = {
	OTHER(F_SETSIG),    OTHER(F_GETSIG),	 OTHER(F_SETOWN_EX),
	OTHER(F_GETOWN_EX), OTHER(F_GETLEASE),	 OTHER(F_SETLEASE),
	OTHER(F_NOTIFY),    OTHER(F_GETPIPE_SZ), OTHER(F_SETPIPE_SZ),
	OTHER(F_GETLK),	    OTHER(F_SETLK),	 OTHER(F_SETLKW),
	OTHER(F_OFD_GETLK), OTHER(F_OFD_SETLK),	 OTHER(F_OFD_SETLKW),
	OTHER(F_ADD_SEALS), OTHER(F_GET_SEALS),
};

static const struct other others[] = {
	OTHER(TCGETS),
	OTHER(TCSETS),
	OTHER(TIOCGWINSZ),
	OTHER(TIOCGPGRP),
	OTHER(SIOCGIFNAME),
	OTHER(SIOCGIFCONF),
	OTHER(SIOCGIFFLAGS),
	OTHER(SIOCSIFFLAGS),
	OTHER(SIOCGIFADDR),
	OTHER(SIOCSIFADDR),
	OTHER(SIOCGIFDSTADDR),
	OTHER(SIOCGIFBRDADDR),
	OTHER(SIOCGIFNETMASK),
	OTHER(SIOCGIFMETRIC),
	OTHER(SIOCGIFMTU),
	OTHER(SIOCGIFHWADDR),
	OTHER(SIOCGIFINDEX),
	OTHER(SIOCGIFTXQLEN),
	OTHER(SIOCGIFMAP),
	OTHER(SIOCSIFDSTADDR),
	OTHER(SIOCSIFBRDADDR),
	OTHER(SIOCSIFNETMASK),
	OTHER(SIOCSIFMTU),
	OTHER(SIOCSIFMETRIC),
	OTHER(SIOCSIFNAME),
	OTHER(SIOCSIFTXQLEN),
	OTHER(SIOCGIFSLAVE),
	OTHER(SIOCSIFSLAVE),
	OTHER(SIOCGIFCOUNT),
	OTHER(SIOCSIFMAP),
	OTHER(SIOCADDRT),
	OTHER(SIOCDELRT),
	OTHER(SIOCSARP),
	OTHER(SIOCDARP),
	OTHER(SIOCSIFHWADDR),
	OTHER(SIOCADDMULTI),
	OTHER(SIOCDELMULTI),
	OTHER(SIOCETHTOOL),
	OTHER(SIOCGARP),
	{0x8906, "SIOCGSTAMP_OLD"},
	{0x8907, "SIOCGSTAMPNS_OLD"},
};

/* The name of a constant of the group, or else of one of the table. */
static const char *name_of(enum symbol_group group, int64_t number,
			   const struct other *table, size_t count)
{
	const char *name = symbol_name(group, number);
	for (size_t i = 0; !name && i < count; i++)
		name = table[i].number == number ? table[i].name : NULL;
	return name;
}

static int64_t number_of(struct str name, const struct other *table,
			 size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_is(name, table[i].name))
			return table[i].number;
	return -1;
}

const char *request_name(uint32_t number)
{
	return name_of(SYMBOL_IOCTL, number, others, COUNT(others));
}

int64_t request_number(struct str name)
{
	return number_of(name, others, COUNT(others));
}

const char *command_name(int64_t number)
{
	return name_of(SYMBOL_FCNTL, number, other_commands,
		       COUNT(other_commands));
}

int64_t command_number(struct str name)
{
	return number_of(name, other_commands, COUNT(other_commands));
}

bool request_is_of_terminal(uint32_t number)
{
	return number == TCGETS || number == TCSETS || number == TIOCGWINSZ ||
	       number == TIOCGPGRP;
}

static const struct request unknown = {-1, REQUEST_INT, NONE, false, false};

const struct request *request_of(const struct call *call)
{
	bool is_fcntl =
		call->syscall->parameters[1].kind->group == SYMBOL_FCNTL;
	const struct request *table = is_fcntl ? commands : requests;
	size_t count = is_fcntl ? COUNT(commands) : COUNT(requests);
	for (size_t i = 0; i < count; i++)
		if (table[i].number == (int)call->args[1].num)
			return &table[i];
	return &unknown;
}

enum symbol_group request_flags(int64_t number)
{
	for (size_t i = 0; i < COUNT(commands); i++)
		if (commands[i].number == number &&
		    commands[i].value == REQUEST_FLAGS)
			return commands[i].group;
	return SYMBOL_GROUP_COUNT;
}
