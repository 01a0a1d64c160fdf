/* space: the lab's namespaces, and the channel to the init that rules them.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "lab/channel/desk.h"
#include "lab/inside/host.h"
#include "lab/inside/mounts.h"

#include <sys/types.h>

/* An actor that init is to start. */
struct space_actor {
	size_t host; /* index of its host */
	size_t desk; /* index of its desk, on which its name stands */
};

/* What init is to build. Borrowed by space_open(). */
struct space_plan {
	const struct host *hosts;
	size_t host_count;
	const struct space_actor *actors;
	size_t actor_count;
	struct desk *const *desks; /* all there will ever be */
	size_t desk_count;
	int bell; /* eventfd that the agents ring */
	bool namespaces;
	uid_t user; /* whom inhabitants become; set by the helper */
	struct mounts_plan files;
};

/* What goes over the channel. */
enum space_kind {
	// From init, in this order while it builds.
	SPACE_FAILED,  /* text: why there is no lab; init ends itself */
	SPACE_INIT,    /* pid: init, as we number it */
	SPACE_MISSING, /* text: what is not there, though the lab works */
	SPACE_HOST,    /* number: host; fds: diag socket, packet socket if any,
			* rtnetlink socket */
	SPACE_ACTOR, /* number: actor; pid as the lab numbers it; fds: pidfd */
	SPACE_READY, /* everything was built */
	// From init, later.
	SPACE_STARTED, /* number: command or program; pid, status: errno if it
			* is 0; fds: pidfd of a program */
	SPACE_ENDED,   /* pid; status as of waitpid(2): an actor or command */
	SPACE_TOLD,    /* text: what the learner is to know */
	SPACE_FULL,    /* text: why the lab ends, as it does behind this */
	SPACE_JOINED,  /* number: desk; pid; fds: pidfd; status: an errno */
	// To init.
	SPACE_GROUP, /* fds: see struct burden, and where init joins groups */
	SPACE_RUN,   /* number: command; host; text; fds: pipe for its output */
	SPACE_KILL,  /* pid: end the command and all that is in its group */
	SPACE_TRACE, /* number: program; host; fds: those of trace_child.h */
	SPACE_START, /* number: desk; host: start one more actor there */
	SPACE_ADOPT, /* number: desk; pid: an actor's child that sits there */
};

enum { SPACE_TEXT_MAX = 16 * 1024, SPACE_FDS_MAX = 5 };

struct space_msg {
	enum space_kind kind;
	int number, pid, status;
	size_t host;
	int ifindex; /* SPACE_HOST: of tap0 */
	unsigned char mac[6];
	int fds[SPACE_FDS_MAX]; /* -1 where there is none */
	char text[SPACE_TEXT_MAX];
};

/* Our side of a lab. */
struct space {
	int control; /* -1 when closed */
	pid_t init;  /* 0 while unknown */
	bool namespaces;
};

/* Starts init, which builds what the plan says and reports over the channel. */
bool space_open(struct space *space, const struct space_plan *plan,
		struct err *err);

/* Ends init and, with it, every process of the lab. Without namespaces it
 * waits for that, because ports must be free for the next lab; with them the
 * kernel takes the lab apart on its own, and init is collected later. */
void space_close(struct space *space);

/* A child that was killed is waited for, soon: it may need a while to die. */
void space_collect(pid_t pid);

/* One message. A message that is received owns its descriptors: the receiver
 * closes them. `fds` are borrowed when sending. */
bool space_send(int control, const struct space_msg *msg);

enum space_received { SPACE_NOTHING, SPACE_MESSAGE, SPACE_OVER };
enum space_received space_receive(int control, struct space_msg *msg);

void space_msg_init(struct space_msg *msg, enum space_kind kind);
