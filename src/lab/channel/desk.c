/* desk: the memory through which a call reaches an agent and comes back.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Shared anonymous memory and a futex, and not a pipe or a socket pair, for
 * four reasons. The lab can never block on an agent, however many bytes a call
 * brings. An agent owns no socket or pipe besides those of the lesson, so that
 * ss, lsof and /proc show only what the learner made. An agent that waits for
 * work sleeps in futex(2), which no lesson calls, so that "asleep in read(2)"
 * can only be the lesson's own read. And the kernel works directly on the
 * memory in which the lab looks.
 *
 * The mapping is large but empty: pages come when a call touches them, and go
 * back when the next call begins.
 *
 * An agent may write there whatever it likes, at any time. So where memory
 * lies, and how much of it there is, the lab reckons from its own copy of the
 * call and never reads here.
 */
#include "lab/channel/desk.h"

#include "base/mem.h"
#include "base/sentence.h"

#include <errno.h>
#include <linux/futex.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>

enum {
	DESK_SIZE = sizeof(struct desk) + DESK_ROOM,
	DESK_ALIGN = 16,
	DESK_KEEP = 64 * 1024, /* its first pages are left alone */
};

struct desk *desk_new(struct err *err)
{
	void *memory = mmap(NULL, DESK_SIZE, PROT_READ | PROT_WRITE,
			    MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (memory == MAP_FAILED)
		return FAILURE_NULL(err, "map-desk",
				    SLOT_NUMBER("most", DESK_ROOM >> 20),
				    SLOT_TEXT("reason", strerror(errno)));
	return memory;
}

void desk_free(struct desk *desk)
{
	if (desk)
		munmap(desk, DESK_SIZE);
}

/* Gives the pages of a large earlier call back to the system. */
static void room_clear(struct desk *desk)
{
	madvise((unsigned char *)desk + DESK_KEEP, DESK_SIZE - DESK_KEEP,
		MADV_REMOVE);
}

void desk_clear(struct desk *desk, const char *name)
{
	room_clear(desk);
	memset(desk, 0, sizeof(*desk));
	snprintf(desk->name, sizeof(desk->name), "%s", name);
	atomic_store(&desk->state, DESK_STARTING);
}

enum desk_state desk_state(const struct desk *desk)
{
	return (enum desk_state)atomic_load(&desk->state);
}

/* The room that a word's memory takes, with one byte more so that even no
 * bytes have an address of their own; without that of its parts. */
static size_t word_room(const struct raw_word *word)
{
	return (word->len + DESK_ALIGN) & ~(size_t)(DESK_ALIGN - 1);
}

/* Takes the room of a word and of its parts off *left. */
static bool word_fits(const struct raw_word *word, size_t *left)
{
	if (word->kind == RAW_WORD)
		return true;
	if (word->len > DESK_ROOM || word_room(word) > *left)
		return false;
	*left -= word_room(word);
	for (size_t i = 0; i < word->part_count; i++)
		if (!word_fits(&word->parts[i].memory, left))
			return false;
	return true;
}

static bool room_fits(const struct raw_call *raw)
{
	size_t left = DESK_ROOM;
	for (int i = 0; i < RAW_WORDS; i++)
		if (!word_fits(&raw->words[i], &left))
			return false;
	return true;
}

/* Lays a word's memory and that of its parts into the room, behind the *used
 * bytes, and points the memory to the parts. Returns the word that the kernel
 * gets. */
static uint64_t word_lay(struct desk *desk, const struct raw_word *word,
			 size_t *used)
{
	if (word->kind == RAW_WORD)
		return word->word;
	unsigned char *at = desk->room + *used;
	*used += word_room(word);
	if (word->kind != RAW_OUT && word->len)
		memcpy(at, word->data, word->len);
	for (size_t i = 0; i < word->part_count; i++) {
		const struct raw_part *part = &word->parts[i];
		uint64_t address = word_lay(desk, &part->memory, used);
		memcpy(at + part->offset, &address, sizeof(address));
	}
	return (uintptr_t)at;
}

bool desk_ask(struct desk *desk, const struct raw_call *raw, struct err *err)
{
	if (!room_fits(raw))
		return FAILURE(err, "call-most-memory",
			       SLOT_NUMBER("most", DESK_ROOM >> 20));
	room_clear(desk);
	size_t used = 0;
	desk->operation = raw->operation;
	desk->number = raw->number;
	for (int i = 0; i < RAW_WORDS; i++)
		desk->words[i] = word_lay(desk, &raw->words[i], &used);
	atomic_store(&desk->state, DESK_ASKED);
	syscall(SYS_futex, &desk->state, FUTEX_WAKE, 1, NULL, NULL, 0);
	return true;
}

/* Words were laid one behind the other in this order. */
static void word_find(struct desk *desk, struct raw_word *word, size_t *used)
{
	if (word->kind == RAW_WORD)
		return;
	word->data = desk->room + *used;
	*used += word_room(word);
	for (size_t i = 0; i < word->part_count; i++)
		word_find(desk, &word->parts[i].memory, used);
}

void desk_answer(struct desk *desk, struct raw_call *raw)
{
	size_t used = 0;
	for (int i = 0; i < RAW_WORDS; i++)
		word_find(desk, &raw->words[i], &used);
}

void desk_wait(struct desk *desk)
{
	uint32_t seen;
	while ((seen = atomic_load(&desk->state)) != DESK_ASKED)
		syscall(SYS_futex, &desk->state, FUTEX_WAIT, seen, NULL, NULL,
			0);
}
