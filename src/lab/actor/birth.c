/* birth: actors that come while the lab is running, by the lab or by fork(2).
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An agent can only sit at a desk that was mapped before init was forked, so a
 * lab has some to spare. One that the lab starts is init's child. One that
 * forks finds on its desk which other desk is its child's; from then on the
 * child may sit there, and the desk is nobody else's even if the parent dies
 * in the middle. That somebody does sit there is told by the desk itself or by
 * the parent's answer, whichever comes first.
 *
 * What is missing then is a pidfd. The lab is outside of the process namespace
 * and cannot use the child's number; init can, and opens one. A child stays at
 * least a zombie until its parent waits for it, so init finds it, unless the
 * parent ignores SIGCHLD and the child is gone already.
 *
 * A thread is no process: init opens the pidfd of the process that it is a part
 * of, whose end is the thread's too. /proc/PID has a folder for each thread, so
 * where a process is looked at, a thread's number does as well.
 *
 * The birth is told before the fork's answer: who reads on knows the child.
 */
#include "base/sentence.h"
#include "call/table/syscalls.h"
#include "lab/ground/parts.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>

enum { JOIN_MOST_MS = 300000 };

/* An actor that is not there yet. */
struct birth {
	struct birth *next;
	struct actor *child;
	struct actor *parent; /* NULL: the lab starts it */
	int pid;	      /* 0 until it is known that there is a child */
	bool asked, joined;   /* init was asked for a pidfd; has answered */
	int error;	      /* why init has none */
};

static struct birth *birth_new(struct actor *child, struct actor *parent)
{
	struct birth *birth = xcalloc(1, sizeof(*birth));
	birth->child = child;
	birth->parent = parent;
	birth->next = child->lab->births;
	child->lab->births = birth;
	if (parent)
		parent->birth = birth;
	return birth;
}

/* Takes it off the list. The child is the caller's. */
static struct actor *birth_end(struct birth *birth)
{
	struct actor *child = birth->child;
	struct birth **at = &child->lab->births;
	while (*at != birth)
		at = &(*at)->next;
	*at = birth->next;
	if (birth->parent && birth->parent->birth == birth)
		birth->parent->birth = NULL;
	free(birth);
	return child;
}

void birth_forget_all(struct lab *lab)
{
	while (lab->births)
		actor_free(birth_end(lab->births));
}

static bool is_taken(const struct lab *lab, const char *name)
{
	if (actor_find(lab, name))
		return true;
	for (const struct birth *birth = lab->births; birth;
	     birth = birth->next) {
		if (!strcmp(birth->child->name, name))
			return true;
	}
	for (size_t i = 0; i < lab->host_count; i++) {
		if (!strcmp(lab->hosts[i].name, name))
			return true;
	}
	return false;
}

/* The variable's name, or "child", with a number when that is taken. The
 * caller frees it. */
static char *name_child(const struct lab *lab, const char *into)
{
	const char *base = into ? into : "child";
	char *name = xstrdup(base);
	for (unsigned number = 2; is_taken(lab, name); number++) {
		free(name);
		name = xprintf("%s%u", base, number);
	}
	return name;
}

static bool find_desk(struct actor *actor, struct err *err)
{
	if (actor_sit(actor))
		return true;
	return FAILURE(err, "actors-most",
		       SLOT_NUMBER("most", actor->lab->desk_count));
}

bool birth_prepare(struct actor *parent, const struct call *call,
		   struct err *err)
{
	struct lab *lab = parent->lab;
	char *name = name_child(lab, call->into);
	struct actor *child = actor_new(lab, name, parent->host);
	free(name);
	if (!find_desk(child, err)) {
		actor_free(child);
		return false;
	}
	child->parent = parent;
	if (call->syscall->operation == RAW_THREAD)
		child->leader = parent->leader ? parent->leader : parent;
	parent->desk->child = child->desk;
	birth_new(child, parent);
	return true;
}

bool birth_is_pending(const struct actor *parent)
{
	struct birth *birth = parent->birth;
	if (!birth)
		return false;
	if (parent->desk->value > 0) {
		birth->pid = (int)parent->desk->value;
		return true;
	}
	struct actor *child = birth_end(birth);
	actor_leave_desk(child);
	actor_free(child);
	return false;
}

/* The number of the process that is adopted. */
static int process_of(const struct birth *birth)
{
	const struct actor *leader = birth->child->leader;
	return leader ? leader->pid : birth->pid;
}

static bool send_order(struct lab *lab, enum space_kind kind,
		       const struct birth *birth)
{
	space_msg_init(&lab->msg, kind);
	lab->msg.number = birth->child->seat;
	lab->msg.host = birth->child->host;
	lab->msg.pid = process_of(birth);
	return space_send(lab->space.control, &lab->msg);
}

static bool is_dead(const struct actor *actor)
{
	struct pollfd death = {.fd = actor->pidfd, .events = POLLIN};
	return actor->pidfd < 0 || poll(&death, 1, 0) > 0;
}

/* Whether it is an agent by now, or will never be. */
static bool is_over(const struct birth *birth)
{
	return birth->joined &&
	       (desk_state(birth->child->desk) != DESK_STARTING ||
		is_dead(birth->child));
}

static void finish(struct birth *birth)
{
	struct err err;
	struct actor *child = birth_end(birth);
	child->state = LAB_ACTOR_READY;
	actor_add(child);
	actor_tell_birth(child, true);
	if (!death_watch(child, &err))
		lab_note(child->lab, err.text);
}

void birth_look(struct lab *lab)
{
	struct birth *next;
	for (struct birth *birth = lab->births; birth; birth = next) {
		next = birth->next;
		const struct desk *desk = birth->child->desk;
		if (!birth->parent)
			continue;
		if (desk_state(desk) != DESK_STARTING)
			birth->pid = desk->pid;
		if (birth->pid && !birth->asked)
			birth->asked = send_order(lab, SPACE_ADOPT, birth);
		if (is_over(birth))
			finish(birth);
	}
}

void birth_joined(struct lab *lab)
{
	struct birth *birth = lab->births;
	while (birth && birth->child->seat != lab->msg.number)
		birth = birth->next;
	if (!birth) {
		if (lab->msg.fds[0] >= 0)
			close(lab->msg.fds[0]);
		return;
	}
	struct actor *child = birth->child;
	child->pid = child->leader ? birth->pid : lab->msg.pid;
	child->pidfd = lab->msg.fds[0];
	child->outer = process_of_pidfd(child->pidfd);
	if (child->leader)
		child->outer = process_thread(child->outer, child->pid);
	birth->joined = true;
	birth->error = lab->msg.status;
}

/* --- started by the lab ----------------------------------------------------
 */

static bool fail_join(const struct birth *birth, const char *why,
		      struct err *err)
{
	return FAILURE(err, "start-actor",
		       SLOT_TEXT("actor", birth->child->name),
		       SLOT_TEXT("reason", why));
}

/* Waits until init has started it and it is an agent: about a millisecond. */
static bool await(struct lab *lab, const struct birth *birth, struct err *err)
{
	struct pollfd fds[] = {
		{.fd = lab->space.control, .events = POLLIN},
		{.fd = lab->bell, .events = POLLIN},
	};
	while (!is_over(birth)) {
		uint64_t times;
		if (poll(fds, COUNT(fds), JOIN_MOST_MS) == 0)
			return fail_join(
				birth,
				sentence_text(SENTENCE_ID("init-too-slow")),
				err);
		if (fds[1].revents)
			(void)!read(lab->bell, &times, sizeof(times));
		if (fds[0].revents)
			lab_take_reports(lab);
		if (birth->joined && birth->error)
			return fail_join(birth, strerror(birth->error), err);
		if (fds[0].revents & POLLHUP)
			return fail_join(birth,
					 sentence_text(SENTENCE_ID("lab-dead")),
					 err);
	}
	// It may have been for somebody else that the bell rang.
	lab_look_after(lab, 0);
	return true;
}

bool lab_add_actor(struct lab *lab, const struct lab_actor *wanted,
		   struct err *err)
{
	size_t host;
	const struct actor *before = actor_find(lab, wanted->name);
	bool is_again = before && before->state == LAB_ACTOR_ENDED;
	if (!is_again && is_taken(lab, wanted->name))
		return FAILURE(err, "name-taken",
			       SLOT_TEXT("wanted", wanted->name));
	if (!lab_find_host(lab, wanted->host, &host, err))
		return FAILURE_IN(err, "at-actor",
				  SLOT_TEXT("actor", wanted->name));
	struct actor *actor = actor_new(lab, wanted->name, host);
	if (!find_desk(actor, err)) {
		actor_free(actor);
		return false;
	}
	struct birth *birth = birth_new(actor, NULL);
	bool sent = send_order(lab, SPACE_START, birth) ||
		    fail_join(birth, strerror(errno), err);
	if (sent && await(lab, birth, err)) {
		finish(birth);
		return true;
	}
	// Where a process may sit, now or soon, the desk stays taken.
	if (!sent || (birth->joined && actor->pid < 0))
		actor_leave_desk(actor);
	actor_free(birth_end(birth));
	return false;
}
