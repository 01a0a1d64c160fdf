/* watchers: who reads the notes of a talk, over a socket of this machine.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The talk must not wait for anybody: writes do not block, what does not go is
 * kept and goes when there is room, and a watcher who has not read for so long
 * that much is kept is let go. A message is a head, "sockstep-talk SECONDS
 * MINUTES LENGTH", a newline, and so many bytes. A watcher sends words, one a
 * line. The socket is the user's alone, and so must the folder be, for whoever
 * can write there could put another socket in its place.
 */
#include "ui/file/watchers.h"

#include "base/clock.h"
#include "base/sentence.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { WATCHERS_MOST = 8, WORD_MOST = 32, KEPT_MOST = 2 * TALK_TEXT_MOST };

struct watcher {
	struct watchers *all;
	int fd;		/* -1: nobody */
	struct buf out; /* kept */
	bool waits;	/* for room to write */
	char word[WORD_MOST];
	size_t len;
};

struct watchers {
	struct loop *loop;
	watchers_fn *fn;
	void *data;
	int fd;
	char path[sizeof(((struct sockaddr_un *)0)->sun_path)];
	uint64_t begin;
	struct buf text;
	int minutes;
	struct watcher items[WATCHERS_MOST];
};

static const char *const words[] = {"next", "back", "blank"};

const char *watchers_word(size_t index)
{
	return index < COUNT(words) ? words[index] : NULL;
}

/* --- writing ---------------------------------------------------------------
 */

static void on_ready(void *data, uint32_t ready);

static void let_go(struct watcher *watcher)
{
	if (watcher->fd < 0)
		return;
	loop_remove(watcher->all->loop, watcher->fd);
	close(watcher->fd);
	watcher->fd = -1;
	buf_done(&watcher->out);
	watcher->out = (struct buf){0};
}

/* Waits for room only while something is kept. */
static void set_waiting(struct watcher *watcher)
{
	struct err err;
	bool waits = watcher->out.len > 0;
	if (waits == watcher->waits)
		return;
	watcher->waits = waits;
	loop_remove(watcher->all->loop, watcher->fd);
	if (!loop_add(watcher->all->loop, watcher->fd,
		      waits ? EPOLLIN | EPOLLOUT : EPOLLIN, on_ready, watcher,
		      &err))
		let_go(watcher);
}

static void flush(struct watcher *watcher)
{
	struct buf *out = &watcher->out;
	size_t sent = 0;
	while (sent < out->len) {
		ssize_t n = send(watcher->fd, out->data + sent, out->len - sent,
				 MSG_DONTWAIT | MSG_NOSIGNAL);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno != EAGAIN) {
			let_go(watcher);
			return;
		}
		if (n < 0)
			break;
		sent += (size_t)n;
	}
	struct buf rest = {0};
	buf_add(&rest, buf_text(out) + sent, out->len - sent);
	buf_done(out);
	*out = rest;
	if (out->len > KEPT_MOST)
		let_go(watcher);
	else
		set_waiting(watcher);
}

static void tell(struct watcher *watcher)
{
	struct watchers *all = watcher->all;
	uint64_t seconds = (clock_now() - all->begin) / CLOCK_SECOND;
	buf_printf(&watcher->out, "sockstep-talk %u %u %zu\n",
		   (unsigned)seconds, (unsigned)all->minutes, all->text.len);
	buf_add(&watcher->out, buf_text(&all->text), all->text.len);
	flush(watcher);
}

void watchers_tell(struct watchers *watchers, const struct buf *text,
		   int minutes)
{
	size_t len = text->len < TALK_TEXT_MOST ? text->len : TALK_TEXT_MOST;
	if (watchers->text.len == len && watchers->minutes == minutes &&
	    !memcmp(buf_text(&watchers->text), buf_text(text), len))
		return;
	buf_clear(&watchers->text);
	buf_add(&watchers->text, buf_text(text), len);
	watchers->minutes = minutes;
	for (size_t i = 0; i < WATCHERS_MOST; i++) {
		if (watchers->items[i].fd >= 0)
			tell(&watchers->items[i]);
	}
}

/* --- reading ---------------------------------------------------------------
 */

/* What is no word is no watcher of ours. */
static void take_word(struct watcher *watcher)
{
	struct str word = {watcher->word, watcher->len};
	watcher->len = 0;
	for (size_t i = 0; i < COUNT(words); i++) {
		if (str_is(word, words[i])) {
			watcher->all->fn(watcher->all->data, words[i]);
			return;
		}
	}
	let_go(watcher);
}

static void take_bytes(struct watcher *watcher, const char *bytes, size_t len)
{
	for (size_t i = 0; i < len && watcher->fd >= 0; i++) {
		if (bytes[i] == '\n')
			take_word(watcher);
		else if (watcher->len == sizeof(watcher->word))
			let_go(watcher);
		else
			watcher->word[watcher->len++] = bytes[i];
	}
}

/* One piece for each round of the loop: who floods it waits for the others. */
static void on_ready(void *data, uint32_t ready)
{
	struct watcher *watcher = data;
	char bytes[256];
	if (ready & EPOLLOUT)
		flush(watcher);
	if (watcher->fd < 0 || !(ready & (EPOLLIN | EPOLLHUP | EPOLLERR)))
		return;
	ssize_t n = recv(watcher->fd, bytes, sizeof(bytes), MSG_DONTWAIT);
	if (n > 0)
		take_bytes(watcher, bytes, (size_t)n);
	else if (n == 0 || (errno != EAGAIN && errno != EINTR))
		let_go(watcher);
}

static bool is_ours(int fd)
{
	struct ucred who;
	socklen_t len = sizeof(who);
	return getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &who, &len) == 0 &&
	       (who.uid == geteuid() || who.uid == 0);
}

static void on_watcher(void *data, uint32_t ready)
{
	struct watchers *watchers = data;
	struct err err;
	size_t i = 0;
	(void)ready;
	int fd =
		accept4(watchers->fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	while (i < WATCHERS_MOST && watchers->items[i].fd >= 0)
		i++;
	if (fd < 0)
		return;
	if (i == WATCHERS_MOST || !is_ours(fd)) {
		close(fd);
		return;
	}
	struct watcher *watcher = &watchers->items[i];
	*watcher = (struct watcher){.all = watchers, .fd = fd};
	if (!loop_add(watchers->loop, fd, EPOLLIN, on_ready, watcher, &err)) {
		close(fd);
		watcher->fd = -1;
		return;
	}
	tell(watcher);
}

/* --- the folder and the socket ---------------------------------------------
 */

char *watchers_folder(struct err *err)
{
	const char *runtime = getenv("XDG_RUNTIME_DIR");
	bool has_one = runtime && runtime[0] == '/';
	char *path = has_one ? xprintf("%s/sockstep", runtime)
			     : xprintf("/tmp/sockstep-%u", (unsigned)geteuid());
	struct stat stat;
	bool ok = (mkdir(path, 0700) == 0 || errno == EEXIST) &&
		  lstat(path, &stat) == 0;
	if (ok && S_ISDIR(stat.st_mode) && stat.st_uid == geteuid() &&
	    !(stat.st_mode & 077))
		return path;
	if (ok)
		FAILURE(err, "folder-not-yours", SLOT_TEXT("folder", path));
	else
		FAILURE(err, "the-folder", SLOT_TEXT("folder", path),
			SLOT_TEXT("reason", strerror(errno)));
	free(path);
	return NULL;
}

static bool listen_at(struct watchers *watchers, struct err *err)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	AUTO_FREE char *folder = watchers_folder(err);
	if (!folder)
		return false;
	AUTO_FREE char *path = xprintf("%s/talk-%d", folder, (int)getpid());
	if (strlen(path) >= sizeof(address.sun_path))
		return FAILURE(err, "socket-path-too-long",
			       SLOT_TEXT("path", path));
	memcpy(address.sun_path, path, strlen(path) + 1);
	memcpy(watchers->path, path, strlen(path) + 1);
	unlink(path);
	watchers->fd =
		socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	// The folder is the user's alone, so nobody comes before the mode.
	if (watchers->fd >= 0 &&
	    bind(watchers->fd, (struct sockaddr *)&address, sizeof(address)) ==
		    0 &&
	    chmod(path, 0600) == 0 && listen(watchers->fd, WATCHERS_MOST) == 0)
		return loop_add(watchers->loop, watchers->fd, EPOLLIN,
				on_watcher, watchers, err);
	return FAILURE(err, "make-socket", SLOT_TEXT("path", path),
		       SLOT_TEXT("reason", strerror(errno)));
}

struct watchers *watchers_open(struct loop *loop, watchers_fn *fn, void *data,
			       struct err *err)
{
	struct watchers *watchers = xcalloc(1, sizeof(*watchers));
	watchers->loop = loop;
	watchers->fn = fn;
	watchers->data = data;
	watchers->fd = -1;
	watchers->begin = clock_now();
	for (size_t i = 0; i < WATCHERS_MOST; i++)
		watchers->items[i] = (struct watcher){.fd = -1};
	if (listen_at(watchers, err))
		return watchers;
	watchers_close(watchers);
	return NULL;
}

void watchers_close(struct watchers *watchers)
{
	if (!watchers)
		return;
	for (size_t i = 0; i < WATCHERS_MOST; i++)
		let_go(&watchers->items[i]);
	if (watchers->fd >= 0) {
		loop_remove(watchers->loop, watchers->fd);
		close(watchers->fd);
		unlink(watchers->path);
	}
	buf_done(&watchers->text);
	free(watchers);
}

/* --- the other end ---------------------------------------------------------
 */

int talk_take(struct str *bytes, struct talk_head *head, struct str *text)
{
	enum { HEAD_MOST = 64 };
	static const char mark[] = "sockstep-talk ";
	const char *end = memchr(bytes->data, '\n', bytes->len);
	char line[HEAD_MOST];
	int used = 0;
	if (!end)
		return bytes->len < HEAD_MOST ? 0 : -1;
	size_t len = (size_t)(end - bytes->data);
	if (len >= sizeof(line))
		return -1;
	memcpy(line, bytes->data, len);
	line[len] = '\0';
	// sscanf(3) takes a sign, and any white space, too.
	if (strncmp(line, mark, strlen(mark)) != 0 ||
	    line[strlen(mark) + strspn(line + strlen(mark), "0123456789 ")] ||
	    sscanf(line + strlen(mark), "%9u %9u %9u%n", &head->seconds,
		   &head->minutes, &head->len, &used) != 3 ||
	    line[strlen(mark) + (size_t)used] || head->len > TALK_TEXT_MOST)
		return -1;
	if (bytes->len - len - 1 < head->len)
		return 0;
	*text = (struct str){end + 1, head->len};
	bytes->data += len + 1 + head->len;
	bytes->len -= len + 1 + head->len;
	return 1;
}
