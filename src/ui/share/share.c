/* share: a talk as its followers get it, and their votes.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The stream is the journal, in the text of a log, some lines at a time. Each
 * piece has a topic of its own, with its number, which the broker keeps: so who
 * comes late or comes back is told all, and can put it in order. The text of
 * the lesson that a lab begins with goes beside them, once, so that nobody
 * needs its file. Browsers get what sheets.c makes of it in the same way, for
 * they have no views of their own.
 */
#include "ui/share/share.h"

#include "base/sentence.h"
#include "journal/save/save.h"
#include "ui/share/courier.h"
#include "ui/share/follow.h"
#include "ui/share/place.h"
#include "ui/share/sheets.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>

enum { PIECE = 1 << 18 };
static const size_t lesson_most = FOLLOW_LESSON_MOST;

struct share {
	struct broker broker;
	struct place theirs; /* where `is_theirs` */
	bool is_theirs;	     /* the broker is somebody else's */
	const char *page;    /* where browsers follow over that, or NULL */
	struct courier_place place;
	char subscription[64];
	struct courier *courier;
	share_fn *fn;
	void *data;
	const struct journal *journal;
	size_t sent; /* of its events */
	unsigned pieces;
	uint64_t lesson; /* digest of the one that was sent last */
	struct sheets sheets;
	bool asks; /* when they were told last */
	char asked[24];
	unsigned counts[BALLOT_COUNTS];
	struct err trouble; /* empty: none */
	unsigned reached;   /* how often the broker was */
};

static void on_frame(void *data, const struct frame *frame)
{
	struct share *share = data;
	unsigned counts[BALLOT_COUNTS];
	if (frame->kind == FRAME_UP) {
		share->trouble.text[0] = '\0';
		share->reached++;
	}
	if (frame->kind == FRAME_DOWN)
		err_set(&share->trouble, "%.*s", (int)frame->body.len,
			frame->body.data);
	if (frame->kind == FRAME_TALLY && str_is(frame->topic, share->asked) &&
	    ballot_read(frame->body, counts))
		memcpy(share->counts, counts, sizeof(counts));
	share->fn(share->data);
}

static void send_kept(struct share *share, const char *below,
		      const struct buf *text)
{
	AUTO_FREE char *topic =
		xprintf("sockstep/%s/%s", share->broker.code, below);
	courier_send(share->courier,
		     &(struct frame){FRAME_KEEP, str_from(topic),
				     (struct str){text->data, text->len}});
}

static void send_piece(struct share *share, struct buf *text)
{
	char below[24];
	if (!text->len)
		return;
	snprintf(below, sizeof(below), "run/%u", ++share->pieces);
	send_kept(share, below, text);
	buf_clear(text);
}

static void send_state(struct share *share, const char *state)
{
	struct buf text = {0};
	buf_puts(&text, state);
	send_kept(share, "state", &text);
	buf_done(&text);
}

/* A broker of our own, which gives the page, too. */
static bool prepare_own(struct share *share, const char *address,
			struct err *err)
{
	struct broker *broker = &share->broker;
	struct buf page = {0};
	page_print_room(NULL, &page);
	bool ok = broker_prepare(broker, address, &page, err);
	buf_done(&page);
	share->place = (struct courier_place){
		.host = *broker->address ? broker->address : "127.0.0.1",
		.port = broker->port,
		.user = "talk",
		.password = broker->secret,
		.broker = broker,
	};
	return ok;
}

static bool prepare_theirs(struct share *share, const char *at, struct err *err)
{
	const struct place *theirs = &share->theirs;
	share->is_theirs = true;
	if (!place_read(&share->theirs, at, err))
		return err_wrap(err, "--broker");
	share->place = (struct courier_place){
		.host = theirs->host,
		.port = theirs->port,
		.is_secret = theirs->is_secret,
		.user = *theirs->user ? theirs->user : NULL,
		.password = *theirs->password ? theirs->password : NULL,
		.clears = true,
	};
	return broker_draw_code(share->broker.code, err);
}

struct share *share_open(struct loop *loop, const struct share_way *way,
			 share_fn *fn, void *data, struct err *err)
{
	struct share *share = xcalloc(1, sizeof(*share));
	share->fn = fn;
	share->data = data;
	share->page = way->page;
	bool ok = way->broker ? prepare_theirs(share, way->broker, err)
			      : prepare_own(share, way->address, err);
	if (!ok) {
		free(share);
		return NULL;
	}
	snprintf(share->subscription, sizeof(share->subscription),
		 "sockstep/%s/vote/+", share->broker.code);
	share->place.subscriptions[0] = share->subscription;
	share->place.keeps = share->place.counts = true;
	share->courier =
		courier_open(loop, &share->place, on_frame, share, err);
	if (!share->courier) {
		if (!share->is_theirs)
			broker_remove(&share->broker);
		free(share);
		return NULL;
	}
	send_state(share, "live");
	return share;
}

void share_close(struct share *share)
{
	if (!share)
		return;
	send_state(share, "over");
	courier_close(share->courier);
	sheets_done(&share->sheets);
	free(share);
}

/* --- the run ---------------------------------------------------------------
 */

/* A file that has changed since is not what is played. */
static void send_lesson(struct share *share, const struct event_lab *lab)
{
	char below[40];
	struct buf text = {0};
	FILE *file = lab->file && lab->digest != share->lesson
			     ? fopen(lab->file, "re")
			     : NULL;
	char part[1 << 12];
	size_t len;
	if (!file)
		return;
	while (text.len <= lesson_most &&
	       (len = fread(part, 1, sizeof(part), file)) > 0)
		buf_add(&text, part, len);
	(void)fclose(file);
	struct str all = {text.data, text.len};
	if (text.len && text.len <= lesson_most &&
	    lesson_digest(all) == lab->digest) {
		share->lesson = lab->digest;
		snprintf(below, sizeof(below), "run/lesson-%016llx",
			 (unsigned long long)lab->digest);
		send_kept(share, below, &text);
	}
	buf_done(&text);
}

void share_follow(struct share *share, const struct journal *journal)
{
	struct buf text = {0};
	if (!journal)
		share_flush(share);
	share->journal = journal;
	share->sent = 0;
	share->sheets.journal = NULL;
	if (!journal)
		return;
	journal_save_begin(journal, &text);
	send_piece(share, &text);
	buf_done(&text);
	share_flush(share);
}

void share_flush(struct share *share)
{
	struct buf text = {0};
	if (!share->journal)
		return;
	for (; share->sent < journal_count(share->journal); share->sent++) {
		const struct event *event =
			journal_at(share->journal, share->sent);
		if (event->kind == EVENT_LAB &&
		    event->as.lab.phase == LAB_BEGUN)
			send_lesson(share, &event->as.lab);
		event_save(event, &text);
		if (text.len > PIECE)
			send_piece(share, &text);
	}
	send_piece(share, &text);
	buf_done(&text);
}

static void on_sheet(void *data, const char *name, const struct buf *text)
{
	send_kept(data, name, text);
}

void share_show(struct share *share, const struct session *session)
{
	const struct course *course = session_course(session);
	bool asks = session_state(session) == SESSION_ASKING;
	if (!share->journal || share->journal != course->journal ||
	    (share->sheets.journal == course->journal &&
	     share->sheets.read == journal_count(course->journal) &&
	     share->asks == asks))
		return;
	size_t count = course->move_count + 1;
	const struct lesson **lessons = xcalloc(count, sizeof(*lessons));
	for (size_t i = 0; i < count; i++)
		lessons[i] = session_lesson(session);
	const struct page_run run = {
		.course = course,
		.lessons = lessons,
		.missing = session_missing(session),
	};
	sheets_tell(&share->sheets, &run, asks, on_sheet, share);
	share->asks = asks;
	free(lessons);
}

/* --- votes -----------------------------------------------------------------
 */

void share_ask(struct share *share, int step, int beat)
{
	char asked[sizeof(share->asked)];
	snprintf(asked, sizeof(asked), "%d.%d", step, beat);
	if (!strcmp(asked, share->asked))
		return;
	memcpy(share->asked, asked, sizeof(asked));
	memset(share->counts, 0, sizeof(share->counts));
	courier_send(share->courier, &(struct frame){.kind = FRAME_ASK,
						     .topic = str_from(asked)});
}

const unsigned *share_votes(const struct share *share, unsigned *all)
{
	*all = 0;
	for (size_t i = 0; i < BALLOT_COUNTS; i++)
		*all += share->counts[i];
	return share->counts;
}

/* --- what is told of it ----------------------------------------------------
 */

enum { ADDRESSES_MOST = 8 };

struct addresses {
	char texts[ADDRESSES_MOST][INET_ADDRSTRLEN];
	int count;
};

/* Those that others reach; that of this machine alone where there is none. */
static void find_addresses(const struct share *share, struct addresses *found)
{
	const char *only = share->broker.address;
	struct ifaddrs *list = NULL;
	*found = (struct addresses){.count = 0};
	if (!*only && getifaddrs(&list) < 0)
		list = NULL;
	for (const struct ifaddrs *at = list;
	     at && found->count < ADDRESSES_MOST; at = at->ifa_next) {
		struct sockaddr_in in;
		if (!at->ifa_addr || at->ifa_addr->sa_family != AF_INET ||
		    !(at->ifa_flags & IFF_UP) || at->ifa_flags & IFF_LOOPBACK)
			continue;
		memcpy(&in, at->ifa_addr, sizeof(in));
		if (inet_ntop(AF_INET, &in.sin_addr, found->texts[found->count],
			      INET_ADDRSTRLEN))
			found->count++;
	}
	if (list)
		freeifaddrs(list);
	if (!found->count)
		snprintf(found->texts[found->count++], INET_ADDRSTRLEN, "%s",
			 *only ? only : "127.0.0.1");
}

/* Who comes with what user and password is not for a room to read. */
static void print_theirs(const struct share *share, struct buf *out)
{
	const struct place *theirs = &share->theirs;
	buf_printf(out, "sockstep follow mqtt%s://%s:%d %s",
		   theirs->is_secret ? "s" : "", theirs->host, theirs->port,
		   share->broker.code);
}

/* Where browsers follow, by the first of this machine's addresses. */
static void print_page(const struct share *share, const struct addresses *found,
		       struct buf *out)
{
	const char *given = share->page;
	AUTO_FREE char *own = xprintf("http://%s:%d/", found->texts[0],
				      share->broker.page_port);
	SENTENCE(out, "say-way-page", SLOT_TEXT("address", given ? given : own),
		 SLOT_TEXT("code", share->broker.code));
}

void share_print(const struct share *share, struct buf *out)
{
	struct addresses found = {.count = 0};
	if (!share->is_theirs)
		find_addresses(share, &found);
	if (share->is_theirs && !share->page)
		print_theirs(share, out);
	else
		print_page(share, &found, out);
}

static void print_browsers(const struct share *share,
			   const struct addresses *found, struct buf *out)
{
	buf_printf(out, "%s\n", sentence_text("say-way-browser"));
	for (int i = 0; i < found->count; i++)
		buf_printf(out, NOTATION("  http://%s:%d/\n"), found->texts[i],
			   share->broker.page_port);
	if (share->page)
		buf_printf(out, "  %s\n", share->page);
	buf_printf(out, "%s\n  %s\n", sentence_text("say-way-code"),
		   share->broker.code);
}

void share_print_all(const struct share *share, struct buf *out)
{
	const struct broker *broker = &share->broker;
	struct addresses found = {.count = 0};
	if (!share->is_theirs)
		find_addresses(share, &found);
	if (share->page || !share->is_theirs)
		print_browsers(share, &found, out);
	buf_printf(out, "%s\n", sentence_text("say-way-terminal"));
	for (int i = 0; i < found.count; i++)
		buf_printf(out, "  sockstep follow %s:%d %s\n", found.texts[i],
			   broker->port, broker->code);
	if (!share->is_theirs)
		return;
	buf_puts(out, "  ");
	print_theirs(share, out);
	buf_putc(out, '\n');
}

bool share_can_be_followed(const struct share *share)
{
	return share->reached && !share->trouble.text[0];
}

bool share_came_back(const struct share *share)
{
	return share->reached > 1;
}

const char *share_trouble(const struct share *share)
{
	return share->trouble.text[0] ? share->trouble.text : NULL;
}
