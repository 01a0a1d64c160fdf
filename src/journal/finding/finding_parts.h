/* finding_parts: what the files of finding share.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For journal/finding/finding.c, which keeps the descriptors, and
 * finding_rules.c, which knows the mistakes.
 */
#pragma once
#include "journal/finding/finding.h"

/* A call and its place in the program. Texts last as long as the findings. */
struct call_place {
	unsigned id;
	const char *call;
	struct event_source source;
	bool is_injected; /* a fault made it fail */
};

/* What is known of an open descriptor. */
struct descriptor {
	int64_t fd;
	struct call_place made;
	bool is_inherited; /* a parent made it */
	bool is_stream;	   /* 0 bytes mean the end */
	bool is_connected; /* it was, once */
	bool has_asked;	   /* connect() was called on it */
	bool is_shut;	   /* its process said that it sends no more */
	bool is_reusing;   /* SO_REUSEADDR is set */
	bool is_told;	   /* of its end or its dead peer: once is enough */
	struct call_place ended;    /* recv that returned 0; id 0: none */
	unsigned ends;		    /* how often recv returned 0 in a row */
	bool is_gone_on;	    /* its process accepted again after that */
	struct call_place reset;    /* send that failed: it is over; id 0 */
	struct call_place refused;  /* connect() that failed; id 0: none */
	struct address local, peer; /* of the connection, len 0: none */
	int64_t unread;		    /* bytes, as the kernel said last */
	struct call_place shorted;  /* send that took a part; id 0: none */
	size_t taken, asked;	    /* of that send */
	size_t left;		    /* how many bytes it did not take */
	bool is_of_file;	    /* they are a file's, and not known */
	struct buf rest;	    /* they, where they are known */
	bool is_awaited;	    /* its room is waited for, since then */
	bool has_gone_on;	    /* the rest of an earlier one did follow */
	struct address bound;	    /* of UDP: its own, len 0: not known */
	bool is_cut;		    /* a datagram did not fit, and was told */
	struct call_place listens;  /* listen(); id 0: none */
	bool has_end;		    /* the kernel says CLOSE-WAIT */
	unsigned clients;	    /* accepted since, while nobody used it */
	bool is_used;		    /* a call was made on it since fork() */
	const char *let_go_by; /* the child that closed its copy, or NULL */
	bool is_kept;	       /* and the next client was accepted */
};

/* A connect() that was refused, and the reason that was seen then. */
struct refusal {
	struct call_place at; /* whose mistake it is; id 0: none */
	const char *actor;    /* that made it */
	enum finding_kind kind;
	struct address wanted;	     /* that was asked for */
	const char *text;	     /* NULL: nobody was near yet */
	const char *fact, *listener; /* as an event_finding has them */
};

/* A connection that its process closed with bytes unread. */
struct cut {
	struct call_place at;
	const char *actor;
	struct address local, peer;
	int64_t unread; /* as the kernel said last */
	bool is_over;	/* it was told, or was none */
	struct cut *next;
};

/* A number that was given back. */
struct gone_number {
	int64_t fd;
	struct call_place at;
	bool is_over; /* it is another's now, or was told of */
	struct gone_number *next;
};

/* Calls in a row that all failed with EAGAIN. */
struct vain_tries {
	struct call_place first;
	unsigned failed;
	unsigned at_once; /* made with nothing but moments between */
	uint64_t last;	  /* when the last one came back */
	bool is_told;
};

struct process {
	struct process *parent; /* NULL: none */
	struct vain_tries tries;
	struct gone_number *gone;
	struct descriptor *descriptors;
	size_t count, cap;
	unsigned threads;
	struct call_place piped;   /* its last call that failed with EPIPE */
	const char *piped_by;	   /* the thread that made it */
	struct call_place refused; /* connect() that was ignored before it */
	bool is_unasked;	   /* no connect() was made before it */
	struct refusal refusal;
	struct address wanted;	   /* that a connect() waits for; len 0: none */
	struct filled *filled;	   /* buffers that recv() wrote to */
	struct overlaid *overlaid; /* the last of them, or NULL */
	struct process *next;
};

struct known_actor {
	char *name;
	struct process *process;
};

struct findings {
	finding_fn *fn;
	void *data;
	struct arena arena;
	struct process *processes;
	struct known_actor *actors;
	size_t actor_count, actor_cap;
	struct cut *cuts;
	struct full_queue *full; /* listeners */
};

/* finding_process.c: NULL where there is none; a descriptor that is added takes
 * the place of the one that had its number. */
struct process *process_of(struct findings *findings, const char *actor);
struct descriptor *descriptor_of(struct process *process, int64_t fd);
struct descriptor *descriptor_add(struct process *process, int64_t fd);
void descriptor_drop(struct process *process, struct descriptor *descriptor);

/* finding_tell.c */
struct call_place call_place_of(struct findings *findings,
				const struct event_call *event);
/* "send() in line 31 of server.c", or "send()"; the caller frees. */
char *call_place_text(const struct call_place *at);
void finding_tell(struct findings *findings, enum finding_kind kind,
		  const char *actor, const struct call_place *at,
		  const char *text);
void finding_tell_refusal(struct findings *findings,
			  const struct refusal *refusal);

/* finding_rest.c: whether the call sends bytes, and which, put together in
 * `arena`; a call was entered that may send the rest of what a send() did not
 * take; one sent; what became of that rest is told (`instead`: what was sent in
 * its place, or NULL). */
bool finding_sends(const struct call *call, struct arena *arena,
		   struct bytes *bytes);
void finding_rest_asked(struct findings *findings,
			const struct event_call *event,
			struct descriptor *descriptor);
void finding_sent(struct findings *findings, const struct event_call *event,
		  struct descriptor *descriptor);
void finding_rest(struct findings *findings, const char *actor,
		  struct descriptor *descriptor, const struct bytes *instead);

/* finding_rules.c: a descriptor begins, a call on it was entered, one returned,
 * a row of the kernel changed. */
void finding_begin(struct descriptor *made, struct process *process,
		   const struct call *call);
void finding_entered(struct findings *findings, const struct event_call *event,
		     struct descriptor *descriptor);
void finding_returned(struct findings *findings, const struct journal *journal,
		      const struct event_call *event,
		      struct descriptor *descriptor);
void finding_sigpipe(struct findings *findings, const char *actor,
		     const struct call_place *at,
		     const struct call_place *refused, bool is_unasked);
/* Whether nobody can ever have been at the other end of what it sends to: a
 * socket of TCP that its process made, and never told to connect. */
bool finding_is_unasked(const struct descriptor *descriptor);

/* finding_descriptor.c: a number was given back, made, found to be none; a
 * child has closed its copy; a client was accepted; a call is made on it; the
 * process ended. */
void finding_gone(struct findings *findings, struct process *process,
		  const struct event_call *event, int64_t fd);
void finding_gone_again(struct findings *findings, struct process *process,
			const struct event_call *event);
void finding_made(struct process *process, int64_t fd);
void finding_bad_number(struct findings *findings, struct process *process,
			const struct event_call *event);
void finding_let_go(struct process *child, const struct descriptor *copy,
		    const char *actor);
void finding_accepted(struct process *process, int64_t fd);
void finding_touched(struct descriptor *descriptor);
void finding_left_open(struct findings *findings, const char *actor,
		       const struct process *process, bool is_killed);
void finding_no_length(struct findings *findings,
		       const struct event_call *event);

/* A call on the descriptor failed; true: because it is a listener, which was
 * told. */
bool finding_used_listener(struct findings *findings,
			   const struct event_call *event,
			   struct descriptor *descriptor);

/* finding_datagram.c: a row of UDP changed; a call that worked may have had too
 * little room. */
void finding_bound(struct findings *findings, const struct socket_state *row);
void finding_cut(struct findings *findings, const struct journal *journal,
		 const struct event_call *event, struct descriptor *descriptor);

/* finding_wait.c: a call of the process was entered, blocked or returned. */
void finding_waits(struct findings *findings, struct process *process,
		   const struct event_call *event, uint64_t time);

/* finding_old.c: bytes came into a buffer of the process; the actor sends or
 * prints some. */
void finding_filled(struct findings *findings, struct process *process,
		    const struct event_call *event);
void finding_shown(struct findings *findings, const char *actor,
		   const struct bytes *shown, bool is_printed);

/* finding_queue.c: a row of a listener, or of what was one, changed; a call of
 * the process blocked or returned; a packet was seen. */
void finding_queue_changed(struct findings *findings,
			   const struct socket_state *row);
void finding_queue_asked(struct findings *findings, struct process *process,
			 const struct event_call *event);
void finding_queue_packet(struct findings *findings,
			  const struct packet *packet);

/* finding_address.c: whether a listener takes what is for the address: the
 * same, or all; bind() and connect() that failed; somebody listens. */
bool finding_reaches(const struct address *wanted, const struct address *local);
void finding_in_use(struct findings *findings, const struct journal *journal,
		    const struct event_call *event,
		    const struct descriptor *descriptor);
void finding_refused(struct findings *findings, const struct journal *journal,
		     const struct event_call *event);
void finding_listens(struct findings *findings, const struct socket_state *row);

/* Any call of the process was entered; it ended. */
void finding_goes_on(struct process *process, const struct call *call);
void finding_refusal(struct findings *findings, struct process *process);
void finding_row_changed(struct findings *findings,
			 const struct event_socket *event);

/* finding_reset.c: `event`, where it is a close(), is about to end the
 * descriptor, for who wakes by that may be told of before it comes back; a call
 * failed, and a close() that does so ended nothing; a call on the descriptor
 * met a reset; a row of a connection that a process has. */
void finding_closes(struct findings *findings, const struct event_call *event,
		    const struct descriptor *descriptor);
void finding_not_closed(struct findings *findings,
			const struct event_call *event);
void finding_met_reset(struct findings *findings,
		       const struct event_call *event,
		       const struct descriptor *descriptor);
void finding_reset_row(struct findings *findings,
		       const struct socket_state *row, int64_t unread);
