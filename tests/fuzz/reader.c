/* reader: what the reader of a program's files may say once a file has misled
 * it: anything.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The bytes are the messages that it sends, in place of reader.c's: a byte for
 * what it does, then what that needs. It never has to listen, so the one who
 * asks must neither wait for it nor believe it; the frames that come out of it
 * are in order, or there are none.
 */
#include "lab/source/reader.h"

#include "lab/source/source.h"
#include "lab/source/talk.h"

#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What is left to be said. */
static const uint8_t *words;
static size_t left;

static size_t take(void *to, size_t len)
{
	if (len > left)
		len = left;
	memcpy(to, words, len);
	words += len;
	left -= len;
	return len;
}

/* Any bytes at all, of any length. */
static void say_anything(int socket)
{
	char message[600];
	uint16_t len = 0;
	take(&len, sizeof(len));
	size_t taken = take(message, len % sizeof(message));
	(void)send(socket, message, taken, MSG_NOSIGNAL);
}

/* A message in form, now and then with a descriptor that nobody expects. */
static void say_in_form(int socket, uint8_t how)
{
	struct talk talk;
	uint16_t len = 0;
	talk_init(&talk, (how & 0x0f) % TALK_KINDS);
	take(&talk.value, sizeof(talk.value));
	take(&talk.at, sizeof(talk.at));
	take(&len, sizeof(len));
	talk.len = (uint32_t)take(talk.data, len % TALK_MOST);
	talk.fd = how & 0x40 ? socket : -1;
	(void)talk_send(socket, &talk);
}

_Noreturn void reader_main(int socket)
{
	struct talk heard;
	while (left) {
		uint8_t how = 0;
		take(&how, sizeof(how));
		if (how & 0x80)
			say_anything(socket);
		else
			say_in_form(socket, how);
		if (how & 0x20)
			(void)talk_receive(socket, &heard);
	}
	_exit(0);
}

static bool count_frame(void *data, const char *function, const char *file)
{
	size_t *count = data;
	assert(function && file);
	assert(++*count <= READER_FRAMES_MAX);
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = {0};
	struct source_stack stack = {0};
	size_t count = 0;
	words = data;
	left = size;
	struct source *source = source_open(getpid());
	source_find(source, getpid(), &arena, &stack);
	assert(stack.count <= SOURCE_FRAMES_MAX);
	assert(stack.own < (int)stack.count || !stack.count);
	for (size_t i = 0; i < stack.count; i++)
		assert(stack.frames[i].function);
	source_walk(source, getpid(), count_frame, &count);
	source_close(source);
	arena_done(&arena);
	return 0;
}
