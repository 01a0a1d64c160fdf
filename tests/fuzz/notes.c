/* notes: what comes over the socket of a talk, at either end.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The presenter's second terminal cuts messages off the bytes; the talk itself
 * gets the same bytes from somebody who connects to it.
 */
#include "fuzz_file.h"
#include "ui/file/watchers.h"

#include <sys/socket.h>
#include <sys/un.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void cut(const uint8_t *data, size_t size)
{
	struct str rest = {(const char *)data, size}, text;
	struct talk_head head;
	size_t before = rest.len;
	while (talk_take(&rest, &head, &text) == 1) {
		assert(text.len == head.len && head.len <= TALK_TEXT_MOST);
		assert(rest.len < before);
		assert(text.data + text.len == rest.data);
		before = rest.len;
	}
}

/* Only words of the list are heard. */
static void hear(void *data, const char *word)
{
	size_t *heard = data, i = 0;
	while (watchers_word(i) && watchers_word(i) != word)
		i++;
	assert(watchers_word(i));
	++*heard;
}

static int meet(void)
{
	struct sockaddr_un at = {.sun_family = AF_UNIX};
	snprintf(at.sun_path, sizeof(at.sun_path), "%s/sockstep/talk-%d",
		 fuzz_folder, (int)getpid());
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
	int done = connect(fd, (const struct sockaddr *)&at, sizeof(at));
	assert(done == 0);
	return fd;
}

static void send_all(const uint8_t *data, size_t size)
{
	struct err err;
	size_t heard = 0;
	setenv("XDG_RUNTIME_DIR", fuzz_folder, 1);
	struct loop *loop = loop_new(&err);
	struct watchers *watchers = watchers_open(loop, hear, &heard, &err);
	assert(watchers);
	int fd = meet();
	for (size_t sent = 0; sent < size;) {
		size_t part = size - sent < 200 ? size - sent : 200;
		if (send(fd, data + sent, part, MSG_NOSIGNAL) < 0)
			break;
		sent += part;
		loop_once(loop, 0, &err);
	}
	for (int i = 0; i < 4; i++)
		loop_once(loop, 0, &err);
	assert(heard <= size);
	close(fd);
	watchers_close(watchers);
	loop_free(loop);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_begin();
	cut(data, size);
	send_all(data, size);
	return 0;
}
