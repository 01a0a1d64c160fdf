/* mounts: what the lab sees of the file system.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "lab/inside/host.h"

/* Which files are to be there. */
struct mounts_plan {
	enum inhabitant who;	 /* a program sees the learner's files, and the
				  * machine's /tmp below the private one */
	const char *writable;	 /* a folder that can be changed; NULL: none */
	const char *const *seen; /* what is seen though it is covered, and can
				  * not be changed; ends with NULL */
	const char *const *shared; /* sockets of the machine, or folders with
				    * such, that are reached; likewise */
	uid_t user; /* as whom inhabitants run; 0: as root of their namespace */
};

/* Begins in a fresh mount namespace, as root of it: no mount made from here on
 * is seen outside, and /proc is one of the lab's own where that is allowed.
 * Fails when the mounts cannot be kept apart. mount_namespaces(7). */
bool mounts_begin(struct err *err);

/* After mounts_begin(): everything is read-only but a private /tmp, a
 * /dev/shm and what `plan` says; /proc and /dev are the lab's own, what is the
 * machine's is covered (confine.h), /etc/hosts names the hosts, /etc/passwd and
 * /etc/group the user and the group as whom inhabitants run.
 * What could not be had is added to `missing`, one sentence each; false when
 * the files of the machine could be changed from inside, which is not
 * acceptable. */
bool mounts_build(const struct host *hosts, size_t count,
		  const struct mounts_plan *plan, struct buf *missing,
		  struct err *err);
