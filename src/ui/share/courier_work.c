/* courier_work: the process that talks with a broker.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All that was to be kept is kept here, too: a broker that comes back, or that
 * was started again, gets it all once more, and so its followers do. Votes are
 * counted here and not in the talk, which is told the counts a few times a
 * second however many come.
 */
#include "base/clock.h"
#include "base/sentence.h"
#include "ui/share/ballot.h"
#include "ui/share/courier.h"

#include <errno.h>
#include <mosquitto.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

enum {
	PATIENCE = 10, /* seconds without a word until a broker is asked, and
			* until it is gone when it does not answer */
	REACH_SECONDS = 5, /* in which a machine says that it is there */
	PAUSE_MS = 100,
	YOUTH = 10,	    /* seconds in which a broker may begin to listen */
	WRONG_PASSWORD = 4, /* what MQTT answers to who is not let in */
	NOT_LET_IN = 5,
	LAST_SECONDS = 5, /* in which the broker takes what was sent last */
	COUNTS_MS = 200,  /* between two times that counts are told */
};

struct kept {
	char *topic;
	struct buf body;
};

struct work {
	int fd;
	const struct courier_place *place;
	struct mosquitto *mosq;
	struct buf in;
	struct kept *kept;
	size_t count, cap;
	struct ballot ballot;
	bool is_up, was_told, is_counted, is_over, is_answered;
	bool is_blind; /* no certificate can be looked at */
	pid_t broker;
	uint64_t started; /* when that one was */
	uint64_t counted; /* when counts were told last */
};

/* What the program does not read it does not want; then it has ended. */
static void tell(struct work *work, enum frame_kind kind, struct str topic,
		 struct str body)
{
	struct buf out = {0};
	frame_add(&(struct frame){kind, topic, body}, &out);
	for (size_t sent = 0; sent < out.len && !work->is_over;) {
		ssize_t n = send(work->fd, out.data + sent, out.len - sent,
				 MSG_NOSIGNAL);
		if (n > 0)
			sent += (size_t)n;
		else if (errno != EINTR)
			work->is_over = true;
	}
	buf_done(&out);
}

static void tell_down(struct work *work, const char *why)
{
	if (!work->is_up && work->was_told)
		return;
	work->is_up = false;
	work->was_told = true;
	tell(work, FRAME_DOWN, str_from(""), str_from(why));
}

/* Why a broker is not reached, where its own words say too little. */
static const char *reason_of(int result)
{
	static const struct {
		int result;
		const char *sentence;
	} reasons[] = {
		{MOSQ_ERR_EAI, SENTENCE_ID("say-broker-name")},
		{MOSQ_ERR_TLS, SENTENCE_ID("say-broker-certificate")},
		{MOSQ_ERR_CONN_LOST, SENTENCE_ID("say-broker-gone")},
	};
	for (size_t i = 0; i < COUNT(reasons); i++) {
		if (reasons[i].result == result)
			return sentence_text(reasons[i].sentence);
	}
	if (result == MOSQ_ERR_KEEPALIVE ||
	    (result == MOSQ_ERR_ERRNO && errno == EINTR))
		return sentence_text("say-broker-silent");
	return result == MOSQ_ERR_ERRNO ? strerror(errno)
					: mosquitto_strerror(result);
}

/* --- the broker ------------------------------------------------------------
 */

static void publish(struct work *work, const struct kept *kept)
{
	mosquitto_publish(work->mosq, NULL, kept->topic, (int)kept->body.len,
			  kept->body.data, 0, work->place->keeps);
}

/* What the broker keeps of it comes once more. */
static void subscribe(struct work *work)
{
	const struct courier_place *place = work->place;
	for (size_t i = 0; i < COUNT(place->subscriptions); i++) {
		if (place->subscriptions[i])
			mosquitto_subscribe(work->mosq, NULL,
					    place->subscriptions[i], 0);
	}
}

static void on_connect(struct mosquitto *mosq, void *data, int result)
{
	struct work *work = data;
	(void)mosq;
	if (result) {
		bool is_who = result == WRONG_PASSWORD || result == NOT_LET_IN;
		tell_down(work, is_who ? sentence_text("say-broker-who")
				       : mosquitto_connack_string(result));
		return;
	}
	subscribe(work);
	for (size_t i = 0; i < work->count; i++)
		publish(work, &work->kept[i]);
	work->is_up = true;
	work->was_told = false;
	tell(work, FRAME_UP, str_from(""), str_from(""));
}

static void on_disconnect(struct mosquitto *mosq, void *data, int result)
{
	bool is_known = result == MOSQ_ERR_TLS || result == MOSQ_ERR_KEEPALIVE;
	(void)mosq;
	tell_down(data, reason_of(is_known ? result : MOSQ_ERR_CONN_LOST));
}

/* The last word of a topic: whose it is. */
static struct str name_of(struct str topic)
{
	const char *slash = memrchr(topic.data, '/', topic.len);
	size_t before = slash ? (size_t)(slash + 1 - topic.data) : 0;
	return (struct str){topic.data + before, topic.len - before};
}

static void on_message(struct mosquitto *mosq, void *data,
		       const struct mosquitto_message *message)
{
	struct work *work = data;
	struct str topic = str_from(message->topic);
	struct str body = {message->payload, (size_t)message->payloadlen};
	(void)mosq;
	if (topic.len > FRAME_TOPIC_MOST || body.len > FRAME_BODY_MOST)
		return;
	if (work->place->counts)
		work->is_counted |=
			ballot_take(&work->ballot, name_of(topic), body);
	else
		tell(work, FRAME_MESSAGE, topic, body);
}

/* --- the program -----------------------------------------------------------
 */

static void keep(struct work *work, const struct frame *frame)
{
	size_t i = work->count;
	while (i > 0 && !str_is(frame->topic, work->kept[i - 1].topic))
		i--;
	if (!i) {
		work->kept = xgrow(work->kept, &work->cap, work->count + 1,
				   sizeof(*work->kept));
		work->kept[work->count++] = (struct kept){
			.topic = xprintf("%.*s", (int)frame->topic.len,
					 frame->topic.data)};
		i = work->count;
	}
	struct kept *kept = &work->kept[i - 1];
	buf_clear(&kept->body);
	buf_add(&kept->body, frame->body.data, frame->body.len);
	if (work->is_up)
		publish(work, kept);
}

static void take(struct work *work, const struct frame *frame)
{
	if (frame->kind == FRAME_KEEP)
		keep(work, frame);
	if (frame->kind == FRAME_ASK)
		ballot_ask(&work->ballot, frame->topic);
	if (frame->kind == FRAME_ASK)
		work->is_counted = true;
	if (frame->kind == FRAME_AGAIN && work->is_up)
		subscribe(work);
}

static void read_frames(struct work *work)
{
	char bytes[1 << 16];
	struct frame frame;
	ssize_t n = recv(work->fd, bytes, sizeof(bytes), MSG_DONTWAIT);
	if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR))
		work->is_over = true;
	if (n <= 0)
		return;
	buf_add(&work->in, bytes, (size_t)n);
	struct str rest = {work->in.data, work->in.len};
	while (frame_take(&rest, &frame) > 0)
		take(work, &frame);
	struct buf left = {0};
	buf_add(&left, rest.data, rest.len);
	buf_done(&work->in);
	work->in = left;
}

/* Each count that is told becomes an event of the talk: ten thousand votes, one
 * after the other, are no ten thousand of these. */
static void tell_counts(struct work *work)
{
	struct buf text = {0};
	uint64_t now = clock_now();
	if (!work->is_counted ||
	    now - work->counted < (uint64_t)COUNTS_MS * CLOCK_MS)
		return;
	work->is_counted = false;
	work->counted = now;
	ballot_print(&work->ballot, &text);
	tell(work, FRAME_TALLY, str_from(work->ballot.question),
	     (struct str){text.data, text.len});
	buf_done(&text);
}

/* --- rounds ----------------------------------------------------------------
 */

static void on_alarm(int signal)
{
	(void)signal;
}

/* To connect to a machine that says nothing takes minutes, in which nothing
 * else is done, not even ended: an alarm interrupts it, for each address that
 * is tried. */
static int connect_soon(struct work *work)
{
	const struct sigaction action = {.sa_handler = on_alarm};
	const struct itimerval often = {{REACH_SECONDS, 0}, {REACH_SECONDS, 0}};
	const struct itimerval never = {{0, 0}, {0, 0}};
	sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &often, NULL);
	int result = mosquitto_connect(work->mosq, work->place->host,
				       work->place->port, PATIENCE);
	int why = errno;
	setitimer(ITIMER_REAL, &never, NULL);
	errno = why;
	return result;
}

/* A broker of our own that has ended is started again. */
static void reach(struct work *work)
{
	const struct courier_place *place = work->place;
	if (place->broker && !broker_runs(work->broker)) {
		work->broker = broker_start(place->broker);
		work->started = clock_now();
	}
	if (work->is_blind) {
		tell_down(work, sentence_text("say-broker-certificates"));
		return;
	}
	int result = connect_soon(work);
	// A broker that was only just started listens in a moment.
	bool is_young = place->broker &&
			clock_now() - work->started < YOUTH * CLOCK_SECOND;
	if (result && !is_young)
		tell_down(work, reason_of(result));
}

static void round_once(struct work *work, uint64_t *next)
{
	int sock = mosquitto_socket(work->mosq);
	if (sock < 0 && clock_now() >= *next) {
		reach(work);
		sock = mosquitto_socket(work->mosq);
		*next = clock_now() + (uint64_t)PAUSE_MS * CLOCK_MS *
					      (work->place->broker ? 1 : 10);
	}
	struct pollfd fds[] = {{work->fd, POLLIN, 0}, {sock, POLLIN, 0}};
	if (sock >= 0 && mosquitto_want_write(work->mosq))
		fds[1].events |= POLLOUT;
	poll(fds, COUNT(fds), PAUSE_MS);
	if (fds[0].revents)
		read_frames(work);
	int result = MOSQ_ERR_SUCCESS;
	if (fds[1].revents & (POLLIN | POLLHUP | POLLERR))
		result = mosquitto_loop_read(work->mosq, 1);
	if (!result && fds[1].revents & POLLOUT)
		result = mosquitto_loop_write(work->mosq, 1);
	// A handshake that fails closes the socket and calls nothing.
	if (result == MOSQ_ERR_TLS)
		tell_down(work, reason_of(result));
	mosquitto_loop_misc(work->mosq);
	tell_counts(work);
}

static void on_answer(struct mosquitto *mosq, void *data, int message)
{
	struct work *work = data;
	(void)mosq;
	(void)message;
	work->is_answered = true;
}

/* Sends what is still to go, but not for ever. A broker takes what one sends in
 * its order, so the answer to the last of it says that it has taken all: one
 * that is ended before would not hand it on. */
static void send_last(struct work *work)
{
	uint64_t end = clock_now() + LAST_SECONDS * CLOCK_SECOND;
	bool goes_on = work->is_up &&
		       mosquitto_unsubscribe(work->mosq, NULL,
					     work->place->subscriptions[0]) ==
			       MOSQ_ERR_SUCCESS;
	while (goes_on && !work->is_answered && clock_now() < end &&
	       mosquitto_socket(work->mosq) >= 0) {
		struct pollfd fd = {mosquitto_socket(work->mosq), POLLIN, 0};
		if (mosquitto_want_write(work->mosq))
			fd.events |= POLLOUT;
		poll(&fd, 1, PAUSE_MS);
		if (fd.revents & (POLLIN | POLLHUP | POLLERR))
			mosquitto_loop_read(work->mosq, 1);
		if (fd.revents & POLLOUT)
			mosquitto_loop_write(work->mosq, 1);
	}
}

/* A broker that is not ours would keep the run for ever. */
static void clear_all(struct work *work)
{
	for (size_t i = 0; i < work->count && work->is_up; i++) {
		buf_clear(&work->kept[i].body);
		publish(work, &work->kept[i]);
	}
}

static void end(struct work *work)
{
	if (work->place->clears)
		clear_all(work);
	send_last(work);
	mosquitto_disconnect(work->mosq);
	mosquitto_destroy(work->mosq);
	if (work->place->broker) {
		broker_stop(work->broker);
		broker_remove(work->place->broker);
	}
	for (size_t i = 0; i < work->count; i++) {
		free(work->kept[i].topic);
		buf_done(&work->kept[i].body);
	}
	free(work->kept);
	buf_done(&work->in);
	ballot_done(&work->ballot);
	mosquitto_lib_cleanup();
}

/* The certificates that are trusted: the machine's, or those that the variables
 * of OpenSSL name. (The library's own way to them works for one connection
 * only.) */
static bool trust(struct mosquitto *mosq)
{
	const char *file = getenv("SSL_CERT_FILE");
	const char *folder = getenv("SSL_CERT_DIR");
	if (!file && !folder)
		folder = "/etc/ssl/certs";
	return mosquitto_tls_set(mosq, file, folder, NULL, NULL, NULL) ==
	       MOSQ_ERR_SUCCESS;
}

void courier_work(int fd, const struct courier_place *place)
{
	struct work work = {.fd = fd, .place = place, .broker = -1};
	uint64_t next = 0;
	mosquitto_lib_init();
	work.mosq = mosquitto_new(place->name, true, &work);
	if (!work.mosq)
		return;
	if (place->user)
		mosquitto_username_pw_set(work.mosq, place->user,
					  place->password);
	work.is_blind = place->is_secret && !trust(work.mosq);
	mosquitto_connect_callback_set(work.mosq, on_connect);
	mosquitto_disconnect_callback_set(work.mosq, on_disconnect);
	mosquitto_message_callback_set(work.mosq, on_message);
	mosquitto_unsubscribe_callback_set(work.mosq, on_answer);
	while (!work.is_over)
		round_once(&work, &next);
	end(&work);
}
