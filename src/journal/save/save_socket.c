/* save_socket: the members of a socket's row in a saved journal.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `actor`, `fd`, `local`, `peer` and `note` are what a line of the screen
 * shows; `owners`, `local_address` and `peer_address` are what is read back.
 */
#include "base/sentence.h"
#include "journal/save/save_kinds.h"
#include "journal/socket/tcpinfo.h"

#include <string.h>

static const char *const changes[] = {
	[CHANGE_NEW] = "new",
	[CHANGE_CHANGED] = "changed",
	[CHANGE_GONE] = "gone",
};

static const char *const sources[] = {
	[SOCKET_FROM_DIAG] = "diag",
	[SOCKET_FROM_FD] = "fd",
};

void save_address(struct store *store, const char *key, struct address *address)
{
	if (!store_is_loading(store)) {
		struct buf text = {0};
		address_print(address, &text);
		if (address->len)
			store_derived_text(store, key, buf_text(&text));
		else
			store_derived_null(store, key);
		buf_done(&text);
		return;
	}
	*address = (struct address){0};
	const char *text = NULL;
	struct err why = {0};
	store_text_or_null(store, key, &text);
	if (text && !store->failed &&
	    !address_parse(str_from(text), address, &why))
		store_fail(store, key, why.text);
}

/* An address as it is shown, and as it is read back. */
static void save_shown(struct store *store, const struct socket_state *socket,
		       const char *key, struct address *address)
{
	AUTO_FREE char *address_key = xprintf("%s_address", key);
	if (!store_is_loading(store)) {
		struct buf text = {0};
		socket_print_end(socket, address, &text);
		store_derived_text(store, key, buf_text(&text));
		buf_done(&text);
	}
	save_address(store, address_key, address);
}

static void write_first_owner(struct store *store,
			      const struct socket_state *socket)
{
	if (!socket->owner_count) {
		store_derived_null(store, "actor");
		store_derived_null(store, "fd");
		return;
	}
	store_derived_text(store, "actor", socket->owners[0].actor);
	store_derived_number(store, "fd", socket->owners[0].fd);
}

static void save_state(struct store *store, struct socket_state *socket)
{
	if (!store_is_loading(store)) {
		const char *word = socket_state_word(socket);
		if (socket_state_from_word(str_from(word)) == socket->state)
			store_derived_text(store, "state", word);
		else
			store_derived_number(store, "state", socket->state);
		return;
	}
	if (json_is_integer(json_object_get(store->value, "state"))) {
		store_int(store, "state", &socket->state);
		return;
	}
	const char *word = "";
	store_text(store, "state", &word);
	socket->state = socket_state_from_word(str_from(word));
	if (socket->state < 0)
		STORE_FAIL(store, "state", "log-unknown-word",
			   SLOT_PART("word", word, 40));
}

static void save_owners(struct store *store, struct socket_state *socket)
{
	size_t count = store_list_begin(store, "owners", socket->owner_count);
	struct socket_owner *owners = xcalloc(count, sizeof(*owners));
	if (!store_is_loading(store) && count)
		memcpy(owners, socket->owners, count * sizeof(*owners));
	for (size_t i = 0; i < count; i++) {
		store_item_begin(store, i);
		store_text(store, "actor", &owners[i].actor);
		store_int(store, "fd", &owners[i].fd);
		store_item_end(store);
	}
	store_list_end(store);
	if (store_is_loading(store)) {
		socket->owners = arena_copy(store->arena, owners,
					    count * sizeof(*owners));
		socket->owner_count = count;
	}
	free(owners);
}

static void save_options(struct store *store, struct socket_state *socket)
{
	size_t count = store_list_begin(store, "options", socket->option_count);
	struct socket_option *options = xcalloc(count, sizeof(*options));
	if (!store_is_loading(store) && count)
		memcpy(options, socket->options, count * sizeof(*options));
	for (size_t i = 0; i < count; i++) {
		struct socket_option *option = &options[i];
		store_item_begin(store, i);
		store_symbol(store, "level", SYMBOL_LEVEL, &option->level);
		enum symbol_group group = symbol_option_group(option->level);
		if (group == SYMBOL_GROUP_COUNT)
			store_int(store, "name", &option->name);
		else
			store_symbol(store, "name", group, &option->name);
		store_number(store, "value", &option->value, INT64_MIN,
			     INT64_MAX);
		store_item_end(store);
	}
	store_list_end(store);
	if (store_is_loading(store)) {
		socket->options = arena_copy(store->arena, options,
					     count * sizeof(*options));
		socket->option_count = count;
	}
	free(options);
}

/* The bit fields, which have no place in the table of fields. */
static void save_tcp_bits(struct store *store, struct tcp_info *info)
{
	int64_t snd = info->tcpi_snd_wscale, rcv = info->tcpi_rcv_wscale;
	int64_t limited = info->tcpi_delivery_rate_app_limited;
	int64_t fastopen = info->tcpi_fastopen_client_fail;
	store_number_or_0(store, "snd_wscale", &snd, 0, 15);
	store_number_or_0(store, "rcv_wscale", &rcv, 0, 15);
	store_number_or_0(store, "delivery_rate_app_limited", &limited, 0, 1);
	store_number_or_0(store, "fastopen_client_fail", &fastopen, 0, 3);
	info->tcpi_snd_wscale = snd & 15;
	info->tcpi_rcv_wscale = rcv & 15;
	info->tcpi_delivery_rate_app_limited = limited & 1;
	info->tcpi_fastopen_client_fail = fastopen & 3;
}

static int64_t most_of(const struct tcp_field *field)
{
	return field->size == 1	  ? UINT8_MAX
	       : field->size == 4 ? UINT32_MAX
				  : INT64_MAX;
}

static void save_tcp_info(struct store *store, struct socket_state *socket)
{
	if (!store_is_loading(store) && !socket->tcp_info) {
		store_derived_null(store, "tcp_info");
		return;
	}
	if (!store_has(store, "tcp_info"))
		return;
	struct tcp_info info = {0};
	if (socket->tcp_info)
		info = *socket->tcp_info;
	size_t count;
	const struct tcp_field *fields = tcp_fields(&count);
	store_object_begin(store, "tcp_info");
	for (size_t i = 0; i < count; i++) {
		// Unlimited rates are all ones: -1.
		int64_t value = (int64_t)tcp_field_get(&fields[i], &info);
		int64_t least = fields[i].size == 8 ? INT64_MIN : 0;
		store_number_or_0(store, fields[i].name, &value, least,
				  most_of(&fields[i]));
		tcp_field_set(&fields[i], &info, (uint64_t)value);
	}
	save_tcp_bits(store, &info);
	store_object_end(store);
	if (store_is_loading(store))
		socket->tcp_info =
			arena_copy(store->arena, &info, sizeof(info));
}

static void save_timer(struct store *store, struct socket_state *socket)
{
	static const char *words[SOCKET_TIMER_COUNT];
	for (unsigned i = 0; i < SOCKET_TIMER_COUNT; i++)
		words[i] = socket_timer_word(i);
	unsigned timer = socket->timer;
	store_word(store, "timer", words, SOCKET_TIMER_COUNT, &timer);
	socket->timer = timer;
	store_uint_or_0(store, "timer_ms", &socket->timer_ms);
	store_uint_or_0(store, "retransmits", &socket->retransmits);
}

static void save_kind(struct store *store, struct socket_state *socket)
{
	unsigned source = socket->source;
	store_uint(store, "inode", &socket->inode);
	store_symbol(store, "family", SYMBOL_FAMILY, &socket->family);
	store_symbol(store, "type", SYMBOL_TYPE, &socket->type);
	// Protocols have names only where they are those of IP.
	if (socket->family == AF_INET || socket->family == AF_INET6)
		store_symbol(store, "protocol", SYMBOL_PROTOCOL,
			     &socket->protocol);
	else
		store_int(store, "protocol", &socket->protocol);
	store_word(store, "source", sources, COUNT(sources), &source);
	socket->source = source;
}

/* What is true of few rows is written for those. */
static void save_rare(struct store *store, const char *key, bool *truth)
{
	if (store_is_loading(store) ? store_has(store, key) : *truth)
		store_bool(store, key, truth);
	else
		*truth = false;
}

static void save_row(struct store *store, struct socket_state *socket)
{
	save_kind(store, socket);
	save_state(store, socket);
	save_shown(store, socket, "local", &socket->local);
	save_shown(store, socket, "peer", &socket->peer);
	store_uint_or_0(store, "peer_inode", &socket->peer_inode);
	store_uint(store, "recv_q", &socket->recv_q);
	store_uint(store, "send_q", &socket->send_q);
	save_rare(store, "no_recv_q", &socket->no_recv_q);
	save_rare(store, "no_send_q", &socket->no_send_q);
	save_rare(store, "unbound", &socket->unbound);
	store_number(store, "next_size", &socket->next_size, -1, INT64_MAX);
	store_uint_or_0(store, "drops", &socket->drops);
	save_timer(store, socket);
	store_bool(store, "shut_rd", &socket->shut_rd);
	store_bool(store, "shut_wr", &socket->shut_wr);
	store_bool(store, "nonblock", &socket->nonblock);
	save_owners(store, socket);
	save_options(store, socket);
	save_tcp_info(store, socket);
	if (!store_is_loading(store)) {
		struct buf note = {0};
		socket_annotate(socket, &note);
		store_derived_text(store, "note", buf_text(&note));
		buf_done(&note);
	}
}

void save_socket(struct store *store, struct event_socket *socket)
{
	unsigned change = socket->change;
	if (change == CHANGE_SAME) // Nobody should, but it is no reason to die.
		change = CHANGE_CHANGED;
	store_word(store, "change", changes, COUNT(changes), &change);
	socket->change = change;
	if (!store_is_loading(store))
		write_first_owner(store, &socket->state);
	store_text_or_null(store, "host", &socket->state.host);
	store_u64(store, "cookie", &socket->state.cookie);
	if (change != CHANGE_GONE)
		save_row(store, &socket->state);
	else if (store_is_loading(store))
		socket->state.next_size = -1;
}
