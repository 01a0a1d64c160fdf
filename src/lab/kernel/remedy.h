/* remedy: who forbids something on this machine, and what to do about it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/text.h"

/* What a remedy is for: a mask. */
enum remedy_for {
	REMEDY_USER = 1,    /* unshare(CLONE_NEWUSER) */
	REMEDY_NETWORK = 2, /* network namespace, veth pair, packet socket */
	REMEDY_MOUNT = 4,   /* mount namespace, read-only root */
	REMEDY_TCP = 8,	    /* sock_diag of each protocol */
	REMEDY_UDP = 16,
	REMEDY_UNIX = 32,
	REMEDY_GETFD = 64,    /* pidfd_getfd(2) */
	REMEDY_PTRACE = 128,  /* ptrace(2) */
	REMEDY_SYSCALL = 256, /* /proc/PID/syscall */
	REMEDY_ATTACH = 512,  /* ptrace(2) of what is no child of ours */
	REMEDY_FILTER = 1024, /* seccomp(2) */
	REMEDY_GROUP = 2048,  /* a control group with limits */
	REMEDY_TIME = 4096,   /* what nothing forbids, and took too long */
};

/* What to do. The text is static. */
struct remedy {
	const char *text;
	bool is_for_root; /* of this machine: nobody else can */
	bool is_module;	  /* a module of the kernel is to be loaded */
};

/* The first remedy for `what`, one bit, that fits the errno and what this
 * machine's own files say. `root` is put before their names ("" but in tests).
 * There always is one. */
struct remedy remedy_look(unsigned what, int error, const char *root);

/* Its text alone. */
const char *remedy_find(unsigned what, int error, const char *root);
