/* courier: messages to and from an MQTT broker, by a process of its own.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * To reach a broker takes as long as names and networks take, and a talk must
 * never wait for them: so it hands everything to a process of its own, over a
 * pair of sockets, and keeps what does not go at once. When that process falls
 * so far behind that much is kept, it is let go.
 */
#include "ui/share/courier.h"

#include "base/sentence.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { KEPT_MOST = 1 << 26 };

struct courier {
	struct loop *loop;
	courier_fn *fn;
	void *data;
	int fd; /* -1: it is gone */
	pid_t pid;
	bool waits;   /* for room to write */
	bool is_up;   /* the broker was there when it was last heard of */
	bool is_ours; /* the broker */
	struct buf in, out;
};

static void on_ready(void *data, uint32_t ready);

static void let_go(struct courier *courier, const char *why)
{
	const struct frame down = {.kind = FRAME_DOWN, .body = str_from(why)};
	if (courier->fd < 0)
		return;
	loop_remove(courier->loop, courier->fd);
	close(courier->fd);
	courier->fd = -1;
	buf_done(&courier->out);
	courier->out = (struct buf){0};
	courier->fn(courier->data, &down);
}

static void set_waiting(struct courier *courier)
{
	struct err err;
	bool waits = courier->out.len > 0;
	if (waits == courier->waits)
		return;
	courier->waits = waits;
	loop_remove(courier->loop, courier->fd);
	if (!loop_add(courier->loop, courier->fd,
		      waits ? EPOLLIN | EPOLLOUT : EPOLLIN, on_ready, courier,
		      &err))
		let_go(courier, err.text);
}

static void flush(struct courier *courier)
{
	struct buf *out = &courier->out;
	size_t sent = 0;
	while (courier->fd >= 0 && sent < out->len) {
		ssize_t n = send(courier->fd, out->data + sent, out->len - sent,
				 MSG_DONTWAIT | MSG_NOSIGNAL);
		if (n > 0)
			sent += (size_t)n;
		else if (errno == EAGAIN)
			break;
		else if (errno != EINTR)
			let_go(courier, sentence_text("say-courier-ended"));
	}
	if (courier->fd < 0)
		return;
	struct buf rest = {0};
	buf_add(&rest, buf_text(out) + sent, out->len - sent);
	buf_done(out);
	*out = rest;
	if (out->len > KEPT_MOST)
		let_go(courier, sentence_text("say-broker-slow"));
	else
		set_waiting(courier);
}

void courier_send(struct courier *courier, const struct frame *frame)
{
	if (courier->fd < 0)
		return;
	frame_add(frame, &courier->out);
	flush(courier);
}

/* Hands on all that is whole; what is left stays for the next round. */
static void take_frames(struct courier *courier)
{
	struct str bytes = {courier->in.data, courier->in.len};
	struct frame frame;
	int taken;
	while ((taken = frame_take(&bytes, &frame)) > 0) {
		if (frame.kind == FRAME_UP || frame.kind == FRAME_DOWN)
			courier->is_up = frame.kind == FRAME_UP;
		courier->fn(courier->data, &frame);
	}
	struct buf rest = {0};
	buf_add(&rest, bytes.data, bytes.len);
	buf_done(&courier->in);
	courier->in = rest;
	if (taken < 0)
		let_go(courier, sentence_text("say-courier-nonsense"));
}

static void on_ready(void *data, uint32_t ready)
{
	struct courier *courier = data;
	char bytes[1 << 16];
	if (ready & EPOLLOUT)
		flush(courier);
	if (courier->fd < 0 || !(ready & (EPOLLIN | EPOLLHUP | EPOLLERR)))
		return;
	ssize_t n = recv(courier->fd, bytes, sizeof(bytes), MSG_DONTWAIT);
	if (n > 0) {
		buf_add(&courier->in, bytes, (size_t)n);
		take_frames(courier);
	} else if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
		let_go(courier, sentence_text("say-courier-ended"));
	}
}

enum { NICENESS = 5 };

/* A machine that gives no names is told of soon, and not after half a minute;
 * resolv.conf(5). */
static const char lookups[] = NOTATION("timeout:2 attempts:2");

/* In the child: nothing of the terminal is its concern, and where a processor
 * is short, the talk comes before it and the broker that it starts. */
static void begin(int fd, const struct courier_place *place)
{
	sigset_t none;
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGINT, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	signal(SIGCHLD, SIG_DFL);
	signal(SIGTERM, SIG_DFL);
	setpgid(0, 0);
	(void)!nice(NICENESS);
	setenv("RES_OPTIONS", lookups, 0);
	if (fd > 3)
		close_fds(3, (unsigned)fd - 1, 0);
	close_fds((unsigned)fd + 1, ~0U, 0);
	courier_work(fd, place);
	_exit(0);
}

struct courier *courier_open(struct loop *loop,
			     const struct courier_place *place, courier_fn *fn,
			     void *data, struct err *err)
{
	int fds[2];
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) < 0)
		return FAILURE_NULL(err, "make-sockets-pair",
				    SLOT_TEXT("reason", strerror(errno)));
	pid_t pid = fork();
	if (pid == 0)
		begin(fds[1], place);
	close(fds[1]);
	struct courier *courier = xcalloc(1, sizeof(*courier));
	*courier = (struct courier){
		.loop = loop, .fn = fn, .data = data, .fd = fds[0], .pid = pid};
	courier->is_ours = place->broker;
	if (pid > 0 && loop_add(loop, fds[0], EPOLLIN, on_ready, courier, err))
		return courier;
	if (pid < 0)
		FAILURE(err, "make-process",
			SLOT_TEXT("reason", strerror(errno)));
	close(fds[0]);
	free(courier);
	return NULL;
}

static void ignore(void *data, const struct frame *frame)
{
	(void)data;
	(void)frame;
}

void courier_close(struct courier *courier)
{
	if (!courier)
		return;
	if (courier->fd >= 0) {
		courier->fn = ignore;
		on_ready(courier, EPOLLIN);
	}
	if (courier->fd >= 0) {
		loop_remove(courier->loop, courier->fd);
		// To one that is not reached nothing can be told, and to look
		// for its name takes as long as that takes.
		if (!courier->is_up && !courier->is_ours)
			kill(courier->pid, SIGKILL);
		shutdown(courier->fd, SHUT_WR);
		// It reads to the end and closes its own; bounded there.
		char bytes[1 << 12];
		while (recv(courier->fd, bytes, sizeof(bytes), 0) > 0)
			;
		close(courier->fd);
	}
	waitpid(courier->pid, NULL, 0);
	buf_done(&courier->in);
	buf_done(&courier->out);
	free(courier);
}
