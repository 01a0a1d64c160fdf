/* mem: allocation that cannot fail, arenas, and scoped clean-up.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/err.h"

#include <stddef.h>
#include <stdlib.h>
#include <unistd.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Like malloc(3) and its family, but out of memory ends the program with one
 * sentence on stderr: no caller can do better. The caller frees the result. */
void *xmalloc(size_t size);
void *xcalloc(size_t count, size_t size);
void *xrealloc(void *old, size_t size);
char *xstrdup(const char *text);
char *xprintf(const char *format, ...) PRINTF(1, 2);

/* Grows `array` (of *cap items of `size` bytes) so that `need` items fit.
 * Returns the array, which may have moved. */
void *xgrow(void *array, size_t *cap, size_t need, size_t size);

/* Things that live and die together: a lesson, a journal, a frame of drawing.
 * All bytes are zero at first. Zero-initialise before use; arena_done() frees
 * everything at once and leaves an empty arena that can be used again. */
struct arena {
	struct arena_block *last;
	size_t total; /* bytes obtained from malloc, for the memory bench */
};

void *arena_alloc(struct arena *arena, size_t size);
void *arena_copy(struct arena *arena, const void *data, size_t size);
/* A copy of `text`; NULL of NULL. */
char *arena_strdup(struct arena *arena, const char *text);
char *arena_strndup(struct arena *arena, const char *text, size_t len);
char *arena_printf(struct arena *arena, const char *format, ...) PRINTF(2, 3);
void arena_done(struct arena *arena);

/* The place, among `count` items of `size` bytes that begin with an unsigned
 * number and are sorted by it, of the first whose number is not below `number`;
 * `count` when there is none. */
size_t place_of_number(const void *items, size_t count, size_t size,
		       unsigned number);

/* Scoped clean-up (GCC cleanup attribute): the variable is freed, or the
 * descriptor closed when it is not negative, when the scope ends. */
#define AUTO_FREE __attribute__((cleanup(mem_auto_free)))
#define AUTO_CLOSE __attribute__((cleanup(mem_auto_close)))
void mem_auto_free(void *pointer_to_pointer);
void mem_auto_close(const int *fd);

/* Hands a scoped descriptor on: returns it and leaves -1 behind. */
int take_fd(int *fd);

/* Writes all bytes, however many calls that takes. Returns false with errno
 * when one of them fails. */
bool fd_write(int fd, const void *bytes, size_t len);

/* Closes all descriptors from `first` to `last`, or with CLOSE_RANGE_CLOEXEC in
 * `flags` marks them so, see close_range(2), which no C library but glibc has
 * for certain. -1 with errno when the kernel refuses. */
int close_fds(unsigned first, unsigned last, unsigned flags);
