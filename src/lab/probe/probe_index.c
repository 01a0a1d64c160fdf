/* probe_index: the rows of a snapshot by inode, and their order.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lab/probe/probe_index.h"

#include <netinet/in.h>
#include <string.h>

/* Inodes count up, so their low bits alone spread well enough; the factor
 * (2^32 divided by the golden ratio) takes care of regular gaps. */
static size_t slot_of(const struct probe_index *index, uint32_t inode)
{
	uint32_t spread = inode * UINT32_C(2654435769);
	return spread & (index->size - 1);
}

static void index_insert(struct probe_index *index,
			 const struct snapshot *snapshot, size_t place)
{
	size_t slot = slot_of(index, snapshot->rows[place].inode);
	while (index->places[slot])
		slot = (slot + 1) & (index->size - 1);
	index->places[slot] = place + 1;
	index->used++;
}

void probe_index_build(struct probe_index *index,
		       const struct snapshot *snapshot)
{
	free(index->places);
	index->used = 0;
	index->size = 16;
	while (index->size < 2 * (snapshot->count + 1))
		index->size *= 2;
	index->places = xcalloc(index->size, sizeof(*index->places));
	for (size_t i = 0; i < snapshot->count; i++)
		if (snapshot->rows[i].inode)
			index_insert(index, snapshot, i);
}

void probe_index_done(struct probe_index *index)
{
	free(index->places);
	*index = (struct probe_index){0};
}

void probe_index_add(struct probe_index *index, const struct snapshot *snapshot,
		     size_t place)
{
	if (2 * (index->used + 1) > index->size)
		probe_index_build(index, snapshot);
	else
		index_insert(index, snapshot, place);
}

struct socket_state *probe_index_find(const struct probe_index *index,
				      const struct snapshot *snapshot,
				      uint32_t inode)
{
	size_t slot = slot_of(index, inode);
	for (; index->places[slot]; slot = (slot + 1) & (index->size - 1)) {
		struct socket_state *row =
			&snapshot->rows[index->places[slot] - 1];
		if (row->inode == inode)
			return row;
	}
	return NULL;
}

/* What a row is sorted by: `actor` is UINT32_MAX without an owner, and `key`
 * packs the numbers by which most rows differ already. */
struct place {
	uint32_t actor;
	int fd;
	uint64_t key;
	const struct socket_state *row;
};

static uint32_t host_number(const struct probe *probe, const char *host)
{
	uint32_t number = 0;
	while (number < probe->host_count &&
	       strcmp(probe->hosts[number].name, host) != 0)
		number++;
	return number;
}

static uint32_t actor_number(const struct probe *probe,
			     const struct socket_state *row)
{
	for (size_t i = 0; row->owner_count && i < probe->actor_count; i++)
		if (!strcmp(probe->actors[i].name, row->owners[0].actor))
			return (uint32_t)i;
	return UINT32_MAX;
}

static struct place place_of(const struct probe *probe,
			     const struct socket_state *row)
{
	uint64_t host = host_number(probe, row->host);
	uint64_t port = (uint16_t)address_port(&row->local);
	uint64_t peer = (uint16_t)address_port(&row->peer);
	return (struct place){
		.actor = actor_number(probe, row),
		.fd = row->owner_count ? row->owners[0].fd : -1,
		.key = host << 48 | (uint64_t)(row->family & 0xff) << 40 |
		       (uint64_t)(row->protocol & 0xff) << 32 | port << 16 |
		       peer,
		.row = row,
	};
}

static int compare_addresses(const struct address *a, const struct address *b)
{
	if (a->len != b->len)
		return a->len < b->len ? -1 : 1;
	return memcmp(&a->as, &b->as, a->len);
}

/* The cookie last: it tells apart what nothing else does. */
static int compare_rows(const struct socket_state *a,
			const struct socket_state *b)
{
	int order = compare_addresses(&a->local, &b->local);
	if (!order)
		order = compare_addresses(&a->peer, &b->peer);
	if (!order)
		order = a->cookie < b->cookie ? -1 : a->cookie > b->cookie;
	return order;
}

static int compare_places(const void *left, const void *right)
{
	const struct place *a = left, *b = right;
	if (a->actor != b->actor)
		return a->actor < b->actor ? -1 : 1;
	if (a->fd != b->fd)
		return a->fd - b->fd;
	if (a->key != b->key)
		return a->key < b->key ? -1 : 1;
	return compare_rows(a->row, b->row);
}

/* Moves the rows to their places along the cycles of the permutation, so that
 * no second array of rows is needed. */
static void move_rows(struct socket_state *rows, struct place *places,
		      size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (!places[i].row || places[i].row == &rows[i])
			continue;
		struct socket_state first = rows[i];
		size_t to = i, from = (size_t)(places[i].row - rows);
		while (from != i) {
			rows[to] = rows[from];
			places[to].row = NULL;
			to = from;
			from = (size_t)(places[to].row - rows);
		}
		rows[to] = first;
		places[to].row = NULL;
	}
}

void probe_sort(const struct probe *probe, struct snapshot *snapshot)
{
	size_t count = snapshot->count;
	if (count < 2)
		return;
	AUTO_FREE struct place *places = xcalloc(count, sizeof(*places));
	for (size_t i = 0; i < count; i++)
		places[i] = place_of(probe, &snapshot->rows[i]);
	qsort(places, count, sizeof(*places), compare_places);
	move_rows(snapshot->rows, places, count);
}
