/* order: reads an order to the wire.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A line is words with white space between. Commas stand between packet
 * numbers only, and a string in quotes is one word. The reader of each kind
 * takes its words from the front; what is left over is a fault.
 */
#include "base/sentence.h"
#include "journal/order/order.h"
#include "journal/order/order_words.h"
#include "journal/packet/packet.h"

#include <assert.h>
#include <string.h>

enum {
	NUMBERS_MOST = 256,
	PAYLOAD_MOST = 1400, /* fits the smallest packets that are usual */
	MTU_LEAST = 68,	     /* RFC 791; what wire0 begins with */
	MTU_MOST = 1500,
};

/* --- filters ---------------------------------------------------------------
 */

static const struct {
	const char *word;
	int protocol;
} protocols[] = {
	{"tcp", IPPROTO_TCP},
	{"udp", IPPROTO_UDP},
	{"icmp", IPPROTO_ICMP},
};

/* What a filter says twice, or what leaves nothing that could match. */
static const char *conflict(const struct packet_filter *filter, struct str word)
{
	uint8_t flags;
	bool is_flags = words_flags(word, &flags);
	for (size_t i = 0; i < COUNT(protocols); i++) {
		if (!str_is(word, protocols[i].word))
			continue;
		if (filter->protocol)
			return sentence_text(
				SENTENCE_ID("filter-one-protocol"));
		if (filter->has_flags && protocols[i].protocol != IPPROTO_TCP)
			return sentence_text(SENTENCE_ID("filter-only-tcp"));
	}
	if (is_flags && filter->has_flags)
		return sentence_text(SENTENCE_ID("filter-flags-once"));
	if (is_flags && filter->protocol && filter->protocol != IPPROTO_TCP)
		return sentence_text(SENTENCE_ID("filter-no-flags"));
	bool data = str_is(word, "data") || (is_flags && (flags & PACKET_PSH));
	if ((data && filter->empty) || (str_is(word, "empty") && filter->data))
		return sentence_text(SENTENCE_ID("filter-data-or-empty"));
	if ((str_is(word, "from") && filter->from) ||
	    (str_is(word, "to") && filter->to))
		return sentence_text(SENTENCE_ID("filter-ends-once"));
	return NULL;
}

/* Takes one word of a filter. Returns false, and takes nothing, when there is
 * none at the front. */
static bool take_filter_word(struct words *words, struct packet_filter *filter)
{
	struct str word = words_peek(words);
	uint8_t flags;
	if (words_flags(word, &flags)) {
		filter->has_flags = true;
		filter->flags = flags & (uint8_t)~PACKET_PSH;
		filter->data |= (flags & PACKET_PSH) != 0;
	} else if (str_is(word, "data")) {
		filter->data = true;
	} else if (str_is(word, "empty")) {
		filter->empty = true;
	} else {
		size_t i = 0;
		while (i < COUNT(protocols) && !str_is(word, protocols[i].word))
			i++;
		if (i == COUNT(protocols))
			return false;
		filter->protocol = protocols[i].protocol;
	}
	words_take(words);
	return true;
}

static bool fail_filter(struct words *words, const char *expected)
{
	static const char *const known[] = {
		"all",	"first",   "last",    "tcp",	 "udp",
		"icmp", "data",	   "empty",   "from",	 "to",
		"SYN",	"SYN-ACK", "ACK",     "FIN",	 "RST",
		"PSH",	"FIN-ACK", "PSH-ACK", "RST-ACK",
	};
	return words_fail_near(words, words_take(words), expected, known,
			       COUNT(known));
}

/* Reads words of a filter, at least one, up to a number or the end. */
static bool read_filter(struct words *words, const char *expected,
			struct packet_filter *filter)
{
	if (words_take_if(words, "all"))
		return true;
	do {
		const char *wrong = conflict(filter, words_peek(words));
		if (wrong)
			return words_fail(words, words_take(words), wrong);
		bool from = str_is(words_peek(words), "from");
		if (from || str_is(words_peek(words), "to")) {
			words_take(words);
			if (!words_name(words,
					sentence_text(SENTENCE_ID(
						"order-name-actor-host")),
					from ? &filter->from : &filter->to))
				return false;
		} else if (!take_filter_word(words, filter)) {
			return fail_filter(words, expected);
		}
	} while (words_peek(words).len && !words_at_number(words));
	return true;
}

/* --- which -----------------------------------------------------------------
 */

static bool read_numbers(struct words *words, struct order *order)
{
	unsigned *numbers =
		arena_alloc(words->arena, NUMBERS_MOST * sizeof(*numbers));
	order->which = WHICH_NUMBERS;
	order->numbers = numbers;
	do {
		uint64_t number;
		if (order->number_count == NUMBERS_MOST)
			return words_fail(words, words_peek(words),
					  sentence_text(SENTENCE_ID(
						  "order-at-most-256")));
		if (!words_number(
			    words, 1, UINT32_MAX,
			    sentence_text(SENTENCE_ID("order-packet-number")),
			    &number))
			return false;
		for (size_t i = 0; i < order->number_count; i++) {
			if (numbers[i] == number)
				return FAILURE(
					words->err, "packet-named-twice",
					SLOT_NUMBER("number", numbers[i]));
		}
		numbers[order->number_count++] = (unsigned)number;
	} while (words_take_if(words, ","));
	return true;
}

static bool read_which(struct words *words, struct order *order)
{
	if (words_take_if(words, "first"))
		order->which = WHICH_FIRST;
	else if (words_take_if(words, "last"))
		order->which = WHICH_LAST;
	else if (words_at_number(words))
		return read_numbers(words, order);
	else
		return read_filter(
			words,
			sentence_text(SENTENCE_ID("order-all-first-last")),
			&order->filter);
	return true;
}

/* --- kinds -----------------------------------------------------------------
 */

static bool read_hold(struct words *words, struct order *order)
{
	return read_filter(words,
			   sentence_text(SENTENCE_ID("order-all-tcp-udp")),
			   &order->filter);
}

static bool read_nothing(struct words *words, struct order *order)
{
	(void)words;
	(void)order;
	return true;
}

static bool read_delay(struct words *words, struct order *order)
{
	return read_which(words, order) && words_time(words, &order->time);
}

static bool read_wait(struct words *words, struct order *order)
{
	return words_time(words, &order->time);
}

static bool read_swap(struct words *words, struct order *order)
{
	unsigned *numbers = arena_alloc(words->arena, 2 * sizeof(*numbers));
	order->which = WHICH_NUMBERS;
	order->numbers = numbers;
	for (; order->number_count < 2; order->number_count++) {
		uint64_t number;
		if (!words_number(
			    words, 1, UINT32_MAX,
			    sentence_text(SENTENCE_ID("order-packet-number")),
			    &number))
			return false;
		numbers[order->number_count] = (unsigned)number;
	}
	return numbers[0] != numbers[1] ||
	       FAILURE(words->err, "packet-named-twice",
		       SLOT_NUMBER("number", numbers[0]));
}

static bool read_corrupt(struct words *words, struct order *order)
{
	uint64_t byte = 0;
	if (!read_which(words, order))
		return false;
	order->byte = -1;
	if (!words_peek(words).len)
		return true;
	if (!words_number(words, 0, UINT16_MAX,
			  sentence_text(SENTENCE_ID("order-byte-payload")),
			  &byte))
		return false;
	order->byte = (long)byte;
	return true;
}

static bool read_host(struct words *words, struct order *order)
{
	return !words_peek(words).len ||
	       words_name(words,
			  sentence_text(SENTENCE_ID("order-name-host-nothing")),
			  &order->host);
}

static bool read_loss(struct words *words, struct order *order)
{
	struct str word = words_take(words);
	uint64_t percent, seed = 0;
	size_t len = words_digits(word, 100, &percent);
	if (!len || len + 1 != word.len || word.data[len] != '%')
		return words_fail(
			words, word,
			sentence_text(SENTENCE_ID("order-chance-from-0")));
	order->percent = (unsigned)percent;
	if (!words_take_if(words, "seed"))
		return true;
	if (!words_number(words, 0, UINT32_MAX,
			  sentence_text(SENTENCE_ID("wants-number")), &seed))
		return false;
	order->seed = (unsigned)seed;
	return true;
}

static bool read_mtu(struct words *words, struct order *order)
{
	uint64_t mtu;
	if (!words_number(words, MTU_LEAST, MTU_MOST,
			  sentence_text(SENTENCE_ID("wants-number-bytes")),
			  &mtu))
		return false;
	order->mtu = (unsigned)mtu;
	return true;
}

static bool read_address(struct words *words, struct address *address)
{
	struct str word = words_take(words);
	struct err why;
	if (!address_parse(word, address, &why) || address_port(address) <= 0)
		return words_fail(
			words, word,
			sentence_text(SENTENCE_ID("order-address-with-port")));
	if (address_family(address) == AF_INET6 &&
	    address->as.in6.sin6_scope_id)
		return words_fail(words, word,
				  sentence_text(SENTENCE_ID(
					  "order-address-without-scope")));
	return true;
}

static bool read_relative(struct words *words, const char *word, bool *has,
			  uint32_t *number)
{
	uint64_t value;
	*has = words_take_if(words, word);
	if (!*has)
		return true;
	if (!words_number(words, 0, UINT32_MAX,
			  sentence_text(SENTENCE_ID("wants-number")), &value))
		return false;
	*number = (uint32_t)value;
	return true;
}

static bool read_payload(struct words *words, struct order *order)
{
	struct buf bytes = {0};
	if (!words_peek(words).len)
		return true;
	if (words_peek(words).data[0] != '"')
		return words_fail(
			words, words_peek(words),
			sentence_text(SENTENCE_ID("order-seq-n-ack")));
	words->rest = str_trim(words->rest);
	bool done = text_unquote(&words->rest, &bytes, words->err);
	if (done && bytes.len > PAYLOAD_MOST)
		done = FAILURE(words->err, "inject-data-most",
			       SLOT_NUMBER("bytes", bytes.len),
			       SLOT_NUMBER("most", PAYLOAD_MOST));
	if (done && bytes.len) {
		order->payload =
			arena_copy(words->arena, bytes.data, bytes.len);
		order->payload_len = bytes.len;
	}
	buf_done(&bytes);
	return done;
}

static bool read_inject(struct words *words, struct order *order)
{
	if (!read_address(words, &order->from) ||
	    !read_address(words, &order->to))
		return false;
	if (address_family(&order->from) != address_family(&order->to))
		return FAILURE(words->err, "inject-families");
	struct str word = words_take(words);
	if (!words_flags(word, &order->flags))
		return words_fail(
			words, word,
			sentence_text(SENTENCE_ID("order-flags-rst-psh")));
	if (!read_relative(words, "seq", &order->has_seq, &order->rel_seq) ||
	    !read_relative(words, "ack", &order->has_ack, &order->rel_ack))
		return false;
	if (order->has_ack && !(order->flags & PACKET_ACK))
		return FAILURE(words->err, "inject-ack-alone");
	return read_payload(words, order);
}

static bool (*const readers[])(struct words *words, struct order *order) = {
	[ORDER_HOLD] = read_hold,	[ORDER_FLOW] = read_nothing,
	[ORDER_DELIVER] = read_which,	[ORDER_DROP] = read_which,
	[ORDER_DUPLICATE] = read_which, [ORDER_DELAY] = read_delay,
	[ORDER_SWAP] = read_swap,	[ORDER_CORRUPT] = read_corrupt,
	[ORDER_CUT] = read_host,	[ORDER_JOIN] = read_host,
	[ORDER_LOSS] = read_loss,	[ORDER_MTU] = read_mtu,
	[ORDER_INJECT] = read_inject,	[ORDER_WAIT] = read_wait,
};
static_assert(COUNT(readers) == ORDER_KIND_COUNT, "an order is not read");

static bool read_kind(struct words *words, enum order_kind *kind)
{
	size_t count;
	const struct order_row *rows = order_table(&count);
	const char *known[ORDER_KIND_COUNT];
	struct str word = words_take(words);
	for (size_t i = 0; i < count; i++) {
		known[i] = rows[i].word;
		*kind = (enum order_kind)i;
		if (str_is(word, known[i]))
			return true;
	}
	return words_fail_near(
		words, word,
		sentence_text(SENTENCE_ID("order-order-hold-flow")), known,
		count);
}

bool order_parse(struct str text, struct arena *arena, struct order *order,
		 struct err *err)
{
	struct words words = {text, arena, err};
	enum order_kind kind = ORDER_HOLD;
	size_t count;
	*order = (struct order){0};
	if (!read_kind(&words, &kind))
		return false;
	order->kind = kind;
	if (!readers[kind](&words, order) ||
	    (words_peek(&words).len &&
	     !words_fail(&words, words_peek(&words),
			 sentence_text(SENTENCE_ID("order-end")))))
		return err_wrap(err, "%s", order_table(&count)[kind].word);
	return true;
}
