/* situation_parts: what the files of situation share, and nobody else sees.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/sentence.h"
#include "call/table/syscalls.h"
#include "journal/journal.h"

/* One call and the state around it. Words are made in `arena`. */
struct situation {
	const struct journal *journal;
	size_t lab;	     /* where the lab begins */
	size_t begin, place; /* the call was entered; it is looked at */
	const struct event_call *event;
	const struct call *call;
	const char *actor;		   /* of a thread: its process */
	int64_t fd;			   /* -1: the call has none */
	const struct address *address;	   /* that the call names, or NULL */
	const struct socket_state *socket; /* of `fd` before; NULL: none */
	const struct socket_state *now;	   /* the same at `place`, or NULL */
	struct snapshot before, after;
	struct arena arena;
	struct buf *out;
};

/* Says why, by adding sentences to `out`; adds nothing when the state does not
 * show it. */
typedef void situation_fn(struct situation *situation);

/* What stands for an errno where there is none; EAI_* are negative, too. */
enum {
	SITUATION_AHEAD = -2000,   /* the call was not made yet */
	SITUATION_BLOCKED = -1000, /* the call sleeps */
	SITUATION_DONE = 0,	   /* it came back well */
};

/* The functions of a file of situation_*.c are looked up in its table. Each
 * row: a call's name, or NULL for those that have one of the `flags` (0: all);
 * an errno or one of the above. */
struct situation_row {
	const char *call;
	unsigned flags; /* enum syscall_flag */
	int error;
	situation_fn *say;
};

const struct situation_row *situation_addresses(size_t *count);
const struct situation_row *situation_paths(size_t *count);
const struct situation_row *situation_flags(size_t *count);
const struct situation_row *situation_wires(size_t *count);
const struct situation_row *situation_closes(size_t *count);
const struct situation_row *situation_pipes(size_t *count);
const struct situation_row *situation_overs(size_t *count);
const struct situation_row *situation_options(size_t *count);
const struct situation_row *situation_settings(size_t *count);
const struct situation_row *situation_ranges(size_t *count);
const struct situation_row *situation_nagles(size_t *count);
const struct situation_row *situation_prefixes(size_t *count);
const struct situation_row *situation_hosts(size_t *count);
const struct situation_row *situation_names(size_t *count);
const struct situation_row *situation_lookups(size_t *count);
const struct situation_row *situation_refusals(size_t *count);
const struct situation_row *situation_unspecs(size_t *count);
const struct situation_row *situation_connections(size_t *count);
const struct situation_row *situation_descriptors(size_t *count);
const struct situation_row *situation_processes(size_t *count);
const struct situation_row *situation_afters(size_t *count);
const struct situation_row *situation_amounts(size_t *count);
const struct situation_row *situation_waits(size_t *count);
const struct situation_row *situation_syns(size_t *count);
const struct situation_row *situation_lists(size_t *count);
const struct situation_row *situation_messages(size_t *count);
const struct situation_row *situation_rights(size_t *count);
const struct situation_row *situation_ready(size_t *count);
const struct situation_row *situation_aheads(size_t *count);
const struct situation_row *situation_flows(size_t *count);
const struct situation_row *situation_ends(size_t *count);

/* The errno with which the call must fail in the state that is, or 0. */
int situation_fate(const struct situation *situation);

/* The socket that has the port of the call's address, so that bind() must fail,
 * or NULL. */
const struct socket_state *situation_holder(const struct situation *situation);

/* Whether the call's address is shorter than its socket's family wants, and
 * how long that is at least. */
bool situation_is_short(const struct situation *situation);
socklen_t situation_address_least(const struct socket_state *socket);

/* --- words -----------------------------------------------------------------
 */

/* Says the sentence `id` of assets/reasons.txt, behind those that were said. */
#define SAY(situation, id, ...)                                                \
	situation_tell(situation, id, SLOTS(__VA_ARGS__))
void situation_tell(struct situation *situation, const char *id,
		    const struct slot *slots, size_t count);

/* Where the next sentence goes. */
struct buf *situation_sentence(struct situation *situation);

/* The words `id` of assets/reasons.txt, which fill a slot of a sentence. */
#define WORDS(situation, id, ...)                                              \
	situation_words(situation, id, SLOTS(__VA_ARGS__))
const char *situation_words(struct situation *situation, const char *id,
			    const struct slot *slots, size_t count);

/* "server's fd 3"; "a socket without a process". */
const char *situation_who(struct situation *situation,
			  const struct socket_state *socket);
const char *situation_fd_of(struct situation *situation, const char *actor,
			    int64_t fd);

/* The call's own one; any of the call's actor. */
const char *situation_own(struct situation *situation);
const char *situation_fd(struct situation *situation, int64_t fd);

/* Whether the actor is the call's, or another thread of its process. */
bool situation_is_own(const struct situation *situation, const char *actor);

/* The latest call before `place` that came back to the process itself; moves
 * `place` there. NULL: none in this lab. */
const struct event_call *situation_own_before(const struct situation *situation,
					      size_t *place);

/* The actor whose descriptors `actor` has at a place of the journal, or at the
 * situation's: of a thread its process, whose name the rows of sockets have. */
const char *situation_process_at(const struct journal *journal, size_t place,
				 const char *actor);
const char *situation_process(const struct situation *situation,
			      const char *actor);

/* The call's argument `i`, 0 when that is no number. */
int64_t situation_number(const struct situation *situation, size_t i);

/* Whether the call, which was not made yet, sleeps where there is nothing for
 * it. */
bool situation_can_wait(const struct situation *situation);

/* MSG_* of the call. */
int64_t situation_msg_flags(const struct situation *situation);

/* "127.0.0.1:12345", as ss prints it. */
const char *situation_print(struct situation *situation,
			    const struct address *address);

/* "127.0.0.1", "::1": an address without its port. */
const char *situation_host_part(struct situation *situation,
				const struct address *address);

/* "server's fd 3 and client's fd 4": `next` behind what `list` (NULL: nothing)
 * has. */
const char *situation_both(struct situation *situation, const char *list,
			   const char *next);

/* --- sockets ---------------------------------------------------------------
 */

bool situation_is_tcp(const struct socket_state *socket);
bool situation_is_udp(const struct socket_state *socket);

/* An option that is not as in a new socket, as the kernel's row says or, where
 * that was not read, a call of one that has it: false where neither does.
 * `value` of SO_LINGER are the seconds. */
bool situation_option_at(const struct situation *situation, size_t place,
			 const struct socket_state *socket, int level, int name,
			 int64_t *value);
bool situation_has_option(const struct situation *situation,
			  const struct socket_state *socket, int level,
			  int name); /* and it is not 0 */
bool situation_lingers(const struct situation *situation, size_t place,
		       const struct socket_state *socket, int64_t *seconds);

/* Says that the socket, which has the address, is kept to an interface; false:
 * it is not. */
bool situation_say_device(struct situation *situation,
			  const struct socket_state *row,
			  const struct address *wanted);

/* Says who has taken what a poll() or epoll_wait() of the same thread, its last
 * call, has told of; nothing where nobody has. */
void situation_say_taker(struct situation *situation);

/* Says of UDP's `wanted` that a TCP socket listens at that port of the host. */
void situation_say_other_protocol(struct situation *situation,
				  const struct snapshot *all,
				  const struct address *wanted,
				  const char *host);

/* The same of the unconnected UDP socket of `host` (NULL: none) that has the
 * wanted address, where there is one. */
bool situation_say_kept(struct situation *situation, const struct snapshot *all,
			const struct address *wanted, const char *host);

/* Whether a packet to `to` can be for a socket that has `local`: the same port,
 * and the same address or any. IPv4 inside IPv6 is IPv4. */
bool situation_reaches(const struct address *to, const struct address *local);

/* The same address and port, or only the same address; IPv4 inside IPv6 is
 * IPv4. */
bool situation_same(const struct address *a, const struct address *b);
bool situation_same_host(const struct address *a, const struct address *b);

/* Whether a UNIX address has a name in the file system. */
bool situation_is_path(const struct address *address);

/* The other end of a connection in a snapshot, or NULL. */
const struct socket_state *situation_peer(const struct snapshot *snapshot,
					  const struct socket_state *socket);

/* Bytes that recv() could take. TCP counts a FIN as one more in Recv-Q; of
 * datagrams only the size of the next one is known. */
int64_t situation_unread(const struct socket_state *socket);

/* Whether the kernel was asked for the socket since the call: a traced
 * program's is not after each. */
bool situation_is_fresh(const struct situation *situation,
			const struct socket_state *now);

/* The ms of SO_RCVTIMEO or SO_SNDTIMEO that the call has waited out, or 0. */
int64_t situation_spent(const struct situation *situation, int timeout);

/* Who had the other end of `own` when it was last seen with a process; NULL
 * where several had it, or nobody. */
const struct socket_owner *
situation_other_owner(const struct situation *situation,
		      const struct socket_state *own);

/* Whether the connection was in an accept queue at `place`, and nobody's. */
bool situation_was_queued(const struct situation *situation,
			  const struct socket_state *row, size_t place);

/* The last state in which the call's socket had a peer, or NULL. */
const struct socket_state *
situation_connected(const struct situation *situation);

/* Where the packet of the number was first seen. */
size_t situation_place_of(const struct situation *situation, unsigned number);

/* The RST that ended the connection of the call's socket, or NULL. */
const struct event_packet *situation_rst(const struct situation *situation);

/* The socket that is bound to a UNIX address, or NULL. What accept() returned
 * only has the name of its listener. */
const struct socket_state *situation_named(const struct situation *situation,
					   const struct address *address);

/* The shutdown() that ended the direction `how` of the call's descriptor, or
 * NULL. */
const struct event_call *situation_shutdown(const struct situation *situation,
					    int how);

/* The last call before this one by which the actor was given the number, or
 * gave it back; NULL: none. */
const struct event_call *situation_last_about(const struct situation *situation,
					      int64_t fd);

/* Says that the number is another socket than in the last call of the same
 * thread: another thread has closed it meanwhile, and was given it. */
bool situation_say_given_anew(struct situation *situation);

/* Whether the socket is one of the actor's host. */
bool situation_is_here(const struct situation *situation,
		       const struct socket_state *socket);

/* Says which control messages and flags came with what recvmsg() received. */
void situation_say_message(struct situation *situation);

/* Says who has the other end of a connection, and when that one sleeps, in
 * what: then each may wait for the other. */
void situation_say_peer(struct situation *situation,
			const struct socket_state *own);

/* Says that recv() stopped before an urgent byte. Returns whether the call has
 * to do with one. */
bool situation_say_urgent(struct situation *situation);

/* Says of what came from a stream that it was several messages, or a part of
 * one. Returns whether it was. */
bool situation_say_stream(struct situation *situation);

/* Says that the length that was asked for is the one that came, in the wrong
 * byte order. Returns whether it is. */
bool situation_say_prefix(struct situation *situation);

/* Says that descriptors came with the bytes of a UNIX socket, and are lost.
 * Returns whether they are. */
bool situation_say_rights(struct situation *situation);

/* Says that bytes waited for a late ACK in the other end's kernel. Returns
 * whether they did. */
bool situation_say_nagle(struct situation *situation);

/* Whether the call sleeps. What it waits for is in the state that is, and why
 * it would have had to wait in that in which it was entered: the call's socket,
 * or NULL, and all of them then. */
bool situation_is_blocked(const struct situation *situation);
const struct socket_state *situation_waiting(const struct situation *situation);
const struct snapshot *situation_state(const struct situation *situation);

/* Says why a call that could have waited came back; `timeout` is the option of
 * `socket` that limits it. */
void situation_say_unwilling(struct situation *situation,
			     const struct socket_state *socket, int timeout);

/* Says that the accept queue of the host's listener at an address is full,
 * where it is. */
bool situation_say_full_queue(struct situation *situation,
			      const struct address *address, const char *host);

/* Says of handshakes with a listener that are not done. */
void situation_say_handshakes(struct situation *situation,
			      const struct socket_state *listener);

/* Says that another socket of UDP has the address of `own`, where one has. */
void situation_say_sharer(struct situation *situation,
			  const struct snapshot *all,
			  const struct socket_state *own);

/* Says of a datagram for many that came to the port of `own`, and not to it,
 * what kept it away. */
void situation_say_for_many(struct situation *situation,
			    const struct socket_state *own);

/* The socket that the call, which came back well, is about or has made, as it
 * is now, or NULL; whether a socket has an address of its own. */
const struct socket_state *situation_made(const struct situation *situation);
bool situation_is_bound(const struct socket_state *row);

/* Says what the call, which came back well, changed, and what could follow. */
void situation_say_change(struct situation *situation);
void situation_say_follow(struct situation *situation);

/* Says which connections of the call's listener its process still has though
 * their other ends have sent FIN. */
void situation_say_left(struct situation *situation);

/* --- names -----------------------------------------------------------------
 */

/* The text of an argument, or NULL. */
const char *situation_text(struct situation *situation, size_t arg);

/* A hint of getaddrinfo(): 0 the family, 1 the type, 2 the flags. */
int64_t situation_hint(const struct situation *situation, size_t hint);

/* AF_INET or AF_INET6 of an address in numbers; AF_UNSPEC for what is none. */
int situation_family(const char *text);
const char *situation_family_word(struct situation *situation, int64_t family);

/* --- epoll -----------------------------------------------------------------
 */

/* One descriptor that poll(), select() or epoll_wait() watches. */
struct watch {
	int64_t fd;	 /* of epoll: as which it was added */
	uint64_t inode;	 /* of epoll: of the open file; else 0 */
	int64_t data;	 /* of epoll: what comes back with its events */
	unsigned wanted; /* POLL*, whose numbers EPOLL* has too, and EPOLLET */
	unsigned got;	 /* what came back */
	bool told;	 /* of epoll: it came back before, since it was set */
};

/* What the call of that sort watches; the same. */
struct watch *situation_watches(struct situation *situation, size_t *count);

/* What the epoll instance behind `fd` of the call's actor watches, as the
 * kernel said before the call or, when that is blocked, says now; `count` of
 * them. They live in the situation's arena. */
struct watch *situation_watched(struct situation *situation, int64_t fd,
				size_t *count);

/* The socket that is watched, in the state after the call; NULL: it is none,
 * or not known. */
const struct socket_state *situation_row(const struct situation *situation,
					 const struct watch *watch);

/* Whether the descriptor under which epoll has it is no longer one of it. */
bool situation_is_stray(const struct situation *situation,
			const struct watch *watch);

/* "server's fd 4"; of what epoll keeps without it: "The socket added as fd 4
 * (now server's fd 5)". */
const char *situation_watch(struct situation *situation,
			    const struct watch *watch);

/* --- packets ---------------------------------------------------------------
 */

/* What a packet must be. */
struct packet_wish {
	const struct address *from, *to; /* NULL: any; port 0: any port */
	uint8_t flags, none; /* TCP flags that it has, that it has not */
	unsigned marks;	     /* enum packet_mark that it has */
	bool data;	     /* has a payload */
	bool arrived;	     /* it was delivered: else it is no evidence */
	int protocol;	     /* 0: TCP */
};

/* The last packet first seen in [begin, place) that is wished for, in its
 * latest fate at `place`, or NULL; `count` (may be NULL) gets how many. */
const struct event_packet *situation_packet(const struct situation *situation,
					    size_t begin,
					    const struct packet_wish *wish,
					    size_t *count);

/* The last packet with data for the socket, or NULL; the same when it is held
 * on the wire. */
const struct event_packet *situation_data(const struct situation *situation,
					  size_t begin,
					  const struct socket_state *own);
const struct event_packet *situation_held(const struct situation *situation,
					  const struct socket_state *own);
