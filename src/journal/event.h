/* event: one thing that happened in a run.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "call/call.h"
#include "journal/packet/packet.h"
#include "journal/socket/snapshot.h"

/* Kinds of events: EVENT_X(enumerator, word in a saved journal). */
#define EVENT_KINDS(EVENT_X)                                                   \
	EVENT_X(CALL, "call")	  /* a call was entered, blocked, returned */  \
	EVENT_X(SOCKET, "socket") /* a socket appeared, changed, went away */  \
	EVENT_X(PACKET, "packet") /* a packet was seen; its fate changed */    \
	EVENT_X(ORDER, "order")	  /* the wire was told to do something */      \
	EVENT_X(ACTOR, "actor")	  /* an actor was born or ended */             \
	EVENT_X(SIGNAL, "signal") /* a signal was delivered, or ignored */     \
	EVENT_X(OUTPUT,                                                        \
		"output")     /* a real program was run; what it printed */    \
	EVENT_X(STEP, "step") /* a beat of a lesson began or was over */       \
	EVENT_X(ANSWER, "answer")   /* the learner answered a prediction */    \
	EVENT_X(HINT, "hint")	    /* the learner was given a hint */         \
	EVENT_X(ALIAS, "alias")	    /* the lesson's name for a variable */     \
	EVENT_X(CHECK, "check")	    /* an expectation was met or not */        \
	EVENT_X(INSPECT, "inspect") /* all that is to be read of a socket */   \
	EVENT_X(WATCH, "watch")	    /* what an epoll instance watches */       \
	EVENT_X(HOST, "host")	    /* the addresses and names of a host */    \
	EVENT_X(NOTE, "note") /* something that the learner must be told */    \
	EVENT_X(FINDING, "finding") /* a mistake that a program made */        \
	EVENT_X(TERMINAL,                                                      \
		"terminal")	/* what a program wrote to its terminal */     \
	EVENT_X(LAB, "lab")	/* a lab is built, stands, or cannot go on */  \
	EVENT_X(MOVE, "move")	/* a move began, was over, was taken back */   \
	EVENT_X(USAGE, "usage") /* what a program holds and has used */        \
	EVENT_X(VOTE, "vote")	/* so many of a room say an option */

enum event_kind {
#define EVENT_ENUM(name, word) EVENT_##name,
	EVENT_KINDS(EVENT_ENUM)
#undef EVENT_ENUM
		EVENT_COUNT
};

enum call_phase { CALL_ENTER, CALL_BLOCKED, CALL_RETURN, CALL_PHASE_COUNT };

/* The place in its program from which a traced actor makes a call: `line` 0 and
 * the others NULL where it is not known. `chain` is NULL or says how the
 * program came there: "talk(), through connect() in line 17, called by main()
 * in line 27". */
struct event_source {
	const char *file, *function, *chain;
	int line;
};

/* Why a call of a traced program is not what its text says it does: NOISE_X(
 * enumerator, word in a saved journal). */
#define CALL_NOISES(NOISE_X)                                                   \
	NOISE_X(NONE, "none")                                                  \
	NOISE_X(NAMES, "names")                                                \
	NOISE_X(USERS, "users")                                                \
	NOISE_X(LINKS, "links")                                                \
	NOISE_X(PYTHON, "python")                                              \
	NOISE_X(MESSAGES, "messages")                                          \
	NOISE_X(LOOP, "loop")                                                  \
	NOISE_X(JAVA, "java")

enum call_noise {
#define NOISE_ENUM(name, word) NOISE_##name,
	CALL_NOISES(NOISE_ENUM)
#undef NOISE_ENUM
		NOISE_COUNT
};

/* `id` joins the phases of one call. `call` has its result only in the phase
 * return. `where` is the kernel's word for the place a blocked call waits in
 * (/proc/PID/wchan), NULL when unknown. A call that is noise is folded where
 * calls are shown; from the moment at which it blocks it is none, for then it
 * is what its actor waits for. */
struct event_call {
	unsigned id;
	enum call_phase phase;
	enum call_noise noise;
	const char *actor;
	int pid; /* as the lab's own process namespace numbers it */
	struct call call;
	const char *where;
	struct event_source source; /* of a traced program */
};

/* A row of a snapshot. CHANGE_GONE has only host and cookie. Folding these
 * events gives the snapshot at any moment of the journal. */
struct event_socket {
	enum change_kind change;
	struct socket_state state;
};

/* `number` counts the packets of a lab from 1; a change of fate is a new event
 * with the same number. Actors are NULL where no socket of an actor has the
 * address. */
struct event_packet {
	unsigned number;
	enum packet_fate fate;
	const char *from_actor, *to_actor;
	const char *from_host, *to_host; /* to_host NULL: nobody's address */
	struct packet packet;		 /* payload points into `bytes` */
	const unsigned char *bytes;
	size_t len;
};

/* What the learner told the wire, in the notation of journal/order/order.h.
 * What came of it are the packet events behind it. */
struct event_order {
	const char *text;
};

enum actor_phase { ACTOR_BORN, ACTOR_ENDED, ACTOR_PHASE_COUNT };

/* How an actor ended: exit status, or the signal that killed it; a status of -1
 * when nobody could tell. `parent` is the actor that forked it, whose variables
 * and descriptors it began with; NULL for one that the lab started. `joined`:
 * born into a lab that was running; the others are born with a new lab.
 * `traced`: a program, which makes calls of its own (lab/trace/trace.h). */
struct event_actor {
	enum actor_phase phase;
	const char *actor, *host, *parent;
	bool is_thread; /* it shares all descriptors of its parent */
	bool joined, traced;
	int pid;
	int status, signal;
};

/* What became of a signal. One that killed is told by the actor's end. */
enum signal_fate {
	SIGNAL_HANDLED,	  /* a handler of the actor ran */
	SIGNAL_IGNORED,	  /* it was sent, and thrown away */
	SIGNAL_STOPPED,	  /* the process stands still */
	SIGNAL_CONTINUED, /* and goes on */
	SIGNAL_FATE_COUNT
};

/* The signal by which a call is interrupted when the learner asks for it:
 * SIGRTMAX, which no lesson and no library uses. */
enum { SIGNAL_INTERRUPT = 64 };

struct event_signal {
	const char *actor;
	int number; /* SIG* */
	enum signal_fate fate;
};

/* `text` has both streams, in order: `len` bytes, NULs among them, and a NUL
 * behind them. */
struct event_output {
	const char *host;
	const char *command;
	const char *text;
	size_t len;
	int status; /* exit status; 128 + signal when killed */
};

/* `step` and `beat` count from 0 as in the lesson. */
struct event_step {
	int step, beat;
	bool over;
	const char *title;
};

/* `choice` is 0 for the first option of the file, -1 for "don't know", -3 for a
 * question that was skipped. `said` is an answer in words, or NULL: whether it
 * is right is for what happens then to say. */
struct event_answer {
	int step, beat;
	int choice;
	bool right;
	const char *said;
};

/* A hint for a beat that the learner has to type. `level` counts from 0;
 * `text` NULL: the call itself is shown. `done`: there was no hint, the call
 * is made for the learner, right behind this event. */
struct event_hint {
	int step, beat;
	int level;
	bool done;
	const char *text;
};

/* From here on `name` of `actor` means what its variable `meant` holds: the
 * learner chose another name than the lesson, whose later calls say `name`. */
struct event_alias {
	const char *actor;
	const char *name, *meant;
};

struct event_check {
	bool met;
	const char *file;
	int line;
	const char *text;  /* the expectation as written */
	const char *found; /* what was found instead; NULL when met */
};

/* A mistake, see journal/finding/finding.h. `call` is the id of the call that
 * it is about, 0 for none, `source` its place in the program; `text` says what
 * happened and what shows it, `lesson` is the id of the one that teaches it. */
struct event_finding {
	const char *word; /* "short-send" */
	const char *actor;
	unsigned call;
	const char *text, *lesson;
	/* Where a client was refused: the text without its advice, and who
	 * listens elsewhere, whose the advice is; else, and in a journal that
	 * was loaded, NULL. */
	const char *fact, *listener;
	struct event_source source;
};

/* Where a program's bytes came out. */
enum outlet {
	OUTLET_TERMINAL, /* both of its streams, and what is typed */
	OUTLET_OUTPUT,
	OUTLET_ERRORS,
};

/* Bytes that a traced program, or the terminal's echo, wrote to the
 * pseudo-terminal of `actor`, as they came; `stream` is another one where the
 * program has pipes in its place. */
struct event_terminal {
	const char *actor;
	uint32_t stream; /* enum outlet */
	const unsigned char *bytes;
	size_t len;
};

/* A lab of the run: what comes before the first one's LAB_BEGUN belongs to
 * none, and from each on everything is new. */
enum lab_phase {
	LAB_BEGUN,  /* it is being built: for which lesson */
	LAB_STANDS, /* it was built, and the lesson's setup follows */
	LAB_BROKEN, /* the lesson cannot go on in it: why */
	LAB_PHASE_COUNT
};

/* `number` counts the labs of the run from 1. The lesson's members are 0 and
 * NULL for a free lab: its id, its file, the digest of the file's text, and
 * the seed by which the options of its questions are in another order. A title
 * it has, too. `hosts` are those that the learner added to the lesson's,
 * "NAME ADDRESS...; NAME ...", or NULL. */
struct event_lab {
	enum lab_phase phase;
	unsigned number;
	const char *title;
	const char *lesson, *file;
	uint64_t digest, shuffled;
	const char *hosts;    /* LAB_BEGUN */
	const char *loopback; /* LAB_STANDS: the address that stands in the
			       * lesson for 127.0.0.1, or NULL */
	const char *missing;  /* LAB_STANDS: what it cannot do, or NULL */
	const char *loss;     /* LAB_BROKEN */
};

enum move_phase {
	MOVE_BEGUN,
	MOVE_REFUSED, /* it could not be made, and is none */
	MOVE_OVER,    /* all that came of it at once is there */
	MOVE_BACK,    /* all were taken back; so many are made again */
	MOVE_PHASE_COUNT
};

/* `number` counts the moves of its lab from 1; of MOVE_BACK it is that of the
 * last one that is made again, in the next lab, or 0. `text` is the notation
 * of journal/move.h, of MOVE_BEGUN. At its end `beats` of the lesson had been
 * played; `solves`: it was a learner's own with which a try was over. */
struct event_move {
	enum move_phase phase;
	unsigned lab, number;
	const char *text;
	unsigned beats;
	bool solves;
};

enum inspect_answer {
	INSPECT_NUMBER,
	INSPECT_BYTES,
	INSPECT_FAILED, /* with `error` */
	INSPECT_UNREAD, /* reading it would change the socket, or needs more
			 * than a name */
	INSPECT_ANSWER_COUNT
};

/* One value of a socket, as the kernel gave it; group and name are those of
 * call/table/option_help.h. `differs`: a new socket of that kind has another.
 */
struct inspect_row {
	const char *group, *name;
	enum inspect_answer answer;
	int64_t number;
	struct bytes bytes;
	int error;
	bool differs;
};

/* Everything that can be read of the socket behind one descriptor of an actor,
 * through a copy of it. `cookie` is 0, and there are no rows, for an epoll
 * instance: its list is that of the last EVENT_WATCH. */
struct event_inspect {
	const char *actor, *host;
	int fd;
	uint64_t cookie;
	const struct inspect_row *rows;
	size_t count;
};

/* What an epoll instance watches from now on, as /proc says it of a descriptor
 * of an actor. `gone`: that descriptor was closed; the list is empty then. */
struct event_watch {
	bool gone;
	struct watch_list list;
};

/* A name of /etc/hosts and its address, as they stand there. */
struct host_name {
	const char *name, *address;
};

/* What a host has, read because a call asked for something else: its addresses
 * ("10.0.0.1/24", as `ip addr` prints them), the names that its processes find
 * in /etc/hosts, and the name servers of their /etc/resolv.conf. */
struct event_host {
	const char *host;
	const char *const *addresses;
	size_t address_count;
	const struct host_name *names;
	size_t name_count;
	const char *const *servers;
	size_t server_count;
};

/* What a traced program holds at this moment and has used up to now, as /proc
 * says it: its own open descriptors, the processes that it made and that are
 * not gone, those of them that have ended and were not waited for, the most
 * bytes of memory that it had at a time, for how many nanoseconds it has had a
 * processor since its last call, and whether all its threads and
 * children are asleep. One that has nothing to do is found asleep however busy
 * the machine is, and one that never waits is not. */
struct event_usage {
	const char *actor;
	int descriptors, children, zombies;
	uint64_t memory;
	uint64_t computed;
	bool asleep;
};

/* Who was counted: hands, by the presenter, or votes that followers sent. */
enum vote_source { VOTE_HANDS, VOTE_FOLLOWERS, VOTE_SOURCE_COUNT };

/* From here on so many of those say this option of a question: `choice` is 0
 * for the first option of the file, -1 for "don't know". Who they are, no
 * journal has. */
struct event_vote {
	int step, beat;
	enum vote_source by;
	int choice;
	unsigned count;
};

struct event {
	enum event_kind kind;
	uint64_t time; /* clock_now() minus the journal's beginning */
	union {
		struct event_call call;
		struct event_socket socket;
		struct event_packet packet;
		struct event_order order;
		struct event_actor actor;
		struct event_signal signal;
		struct event_output output;
		struct event_step step;
		struct event_answer answer;
		struct event_hint hint;
		struct event_alias alias;
		struct event_check check;
		struct event_inspect inspect;
		struct event_watch watch;
		struct event_host host;
		const char *note;
		struct event_finding finding;
		struct event_terminal terminal;
		struct event_lab lab;
		struct event_move move;
		struct event_usage usage;
		struct event_vote vote;
	} as;
};

const char *event_word(enum event_kind kind);
const char *call_phase_word(enum call_phase phase); /* "enter" … */
const char *call_noise_word(enum call_noise noise); /* "names" … */
const char *
call_noise_of(enum call_noise noise); /* "of a name lookup" …, NULL of none */
const char *signal_fate_word(enum signal_fate fate); /* "handled" … */
const char *lab_phase_word(enum lab_phase phase);    /* "begun" … */
const char *move_phase_word(enum move_phase phase);  /* "begun" … */
const char *vote_source_word(enum vote_source by);   /* "hands" … */

/* Whether an actor was born with a new lab, in which all begins anew: what the
 * lab before had, packets and held ones and sockets, is gone. */
bool event_is_new_lab(const struct event *event);

/* A copy whose strings, arrays and bytes live in `arena`. */
struct event event_copy(const struct event *event, struct arena *arena);
