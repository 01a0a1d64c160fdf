/* talk: what the main process and the reader of a program's files say.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include <stdbool.h>
#include <stdint.h>

enum talk_kind {
	// To the reader, which ends each with TALK_DONE.
	TALK_OPEN,  /* look at what the process has mapped; done: value is 1 if
		     * it runs Python, 2 if that says which */
	TALK_LINES, /* tid, value: its number inside; TALK_FRAME for each */
	TALK_WALK,  /* tid; the same, of native frames only */
	// From the reader meanwhile; each is answered in kind.
	TALK_MAPS,	/* answer: a descriptor of the process's maps */
	TALK_FILE,	/* data: path of a mapped file; answer: a descriptor */
	TALK_MEMORY,	/* at: a page; answer: data, or nothing */
	TALK_REGISTERS, /* answer: data, as the kernel has them */
	TALK_FRAME, /* value: line; at: 1 if it may name the stack; data: the
		     * function, NUL, the file, NUL; answer: value 1: go on */
	TALK_DONE,
	TALK_KINDS,
};

enum { TALK_PAGE = 4096, TALK_MOST = 2 * TALK_PAGE };

struct talk {
	enum talk_kind kind;
	int tid, value;
	uint64_t at;
	uint32_t len; /* of data */
	int fd;	      /* -1: none comes along */
	char data[TALK_MOST + 1];
};

/* Begins a message without data or descriptor. */
void talk_init(struct talk *talk, enum talk_kind kind);

/* One message over a SOCK_SEQPACKET socket. A descriptor that is sent stays the
 * sender's, one that is received belongs to the receiver. What is received has
 * a length that fits and a NUL behind its data. */
bool talk_send(int socket, const struct talk *talk);
bool talk_receive(int socket, struct talk *talk);
