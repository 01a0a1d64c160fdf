/* mem: allocation that cannot fail, arenas, and scoped clean-up.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An arena is a list of blocks. A request goes into the last block when it
 * fits and opens a new one otherwise; a large request gets a block of its own.
 */
#include "base/mem.h"

#include <assert.h>
#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>

enum { ARENA_BLOCK = 16 * 1024, ARENA_ALIGN = 16 };

struct arena_block {
	struct arena_block *previous;
	size_t used, size;
	_Alignas(ARENA_ALIGN) unsigned char data[];
};

static _Noreturn void out_of_memory(size_t size)
{
	fprintf(stderr, "sockstep: out of memory asking for %zu bytes\n", size);
	abort();
}

void *xmalloc(size_t size)
{
	void *new = malloc(size ? size : 1);
	if (!new)
		out_of_memory(size);
	return new;
}

void *xcalloc(size_t count, size_t size)
{
	void *new = calloc(count ? count : 1, size ? size : 1);
	if (!new)
		out_of_memory(count * size);
	return new;
}

void *xrealloc(void *old, size_t size)
{
	void *new = realloc(old, size ? size : 1);
	if (!new)
		out_of_memory(size);
	return new;
}

char *xstrdup(const char *text)
{
	size_t size = strlen(text) + 1;
	return memcpy(xmalloc(size), text, size);
}

PRINTF(1, 0)
static char *format_alloc(const char *format, va_list args)
{
	char *text;
	if (vasprintf(&text, format, args) < 0)
		out_of_memory(0);
	return text;
}

char *xprintf(const char *format, ...)
{
	va_list args;
	va_start(args, format);
	char *text = format_alloc(format, args);
	va_end(args);
	return text;
}

void *xgrow(void *array, size_t *cap, size_t need, size_t size)
{
	if (need <= *cap)
		return array;
	size_t wanted = *cap ? *cap : 8;
	while (wanted < need)
		wanted *= 2;
	assert(wanted < SIZE_MAX / size);
	*cap = wanted;
	return xrealloc(array, wanted * size);
}

void *arena_alloc(struct arena *arena, size_t size)
{
	size = (size + ARENA_ALIGN - 1) & ~(size_t)(ARENA_ALIGN - 1);
	struct arena_block *block = arena->last;
	if (!block || block->size - block->used < size) {
		size_t room = size > ARENA_BLOCK ? size : ARENA_BLOCK;
		block = xcalloc(1, sizeof(*block) + room);
		block->size = room;
		block->previous = arena->last;
		arena->last = block;
		arena->total += sizeof(*block) + room;
	}
	void *new = block->data + block->used;
	block->used += size;
	return new;
}

void *arena_copy(struct arena *arena, const void *data, size_t size)
{
	void *new = arena_alloc(arena, size ? size : 1);
	if (size)
		memcpy(new, data, size);
	return new;
}

char *arena_strndup(struct arena *arena, const char *text, size_t len)
{
	char *new = arena_alloc(arena, len + 1);
	if (len)
		memcpy(new, text, len);
	return new;
}

char *arena_strdup(struct arena *arena, const char *text)
{
	return text ? arena_strndup(arena, text, strlen(text)) : NULL;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	AUTO_FREE char *text = format_alloc(format, args);
	va_end(args);
	return arena_strdup(arena, text);
}

size_t place_of_number(const void *items, size_t count, size_t size,
		       unsigned number)
{
	size_t low = 0, high = count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const unsigned *at =
			(const void *)((const char *)items + middle * size);
		if (*at < number)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

void arena_done(struct arena *arena)
{
	while (arena->last) {
		struct arena_block *block = arena->last;
		arena->last = block->previous;
		free(block);
	}
	arena->total = 0;
}

void mem_auto_free(void *pointer_to_pointer)
{
	void *pointer;
	memcpy(&pointer, pointer_to_pointer, sizeof(pointer));
	free(pointer);
}

void mem_auto_close(const int *fd)
{
	if (*fd >= 0)
		close(*fd);
}

int take_fd(int *fd)
{
	int taken = *fd;
	*fd = -1;
	return taken;
}

bool fd_write(int fd, const void *bytes, size_t len)
{
	const char *at = bytes;
	while (len) {
		ssize_t wrote = write(fd, at, len);
		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote < 0)
			return false;
		at += wrote;
		len -= (size_t)wrote;
	}
	return true;
}

int close_fds(unsigned first, unsigned last, unsigned flags)
{
	return (int)syscall(SYS_close_range, first, last, flags);
}
