/* ballot: whatever followers send, each voter has one vote.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each line is a vote; one that begins with "=" names the question that is
 * asked from then on.
 */
#include "ui/share/ballot.h"

#include "base/mem.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static unsigned sum_of(const unsigned counts[BALLOT_COUNTS])
{
	unsigned sum = 0;
	for (size_t i = 0; i < BALLOT_COUNTS; i++)
		sum += counts[i];
	return sum;
}

/* What is told of the counts is read as it was. */
static void check_told(const struct ballot *ballot)
{
	struct buf text = {0};
	unsigned counts[BALLOT_COUNTS];
	ballot_print(ballot, &text);
	bool is_read = ballot_read((struct str){text.data, text.len}, counts);
	assert(is_read);
	assert(!memcmp(counts, ballot->counts, sizeof(counts)));
	buf_done(&text);
}

/* Nobody has two, neither by a token nor by a name. */
static void check_voters(const struct ballot *ballot)
{
	for (size_t i = 0; i < ballot->count; i++) {
		for (size_t j = 0; j < i; j++) {
			const struct ballot_vote *a = &ballot->votes[i],
						 *b = &ballot->votes[j];
			assert(memcmp(a->token, b->token, BALLOT_TOKEN) != 0);
			assert(memcmp(a->name, b->name, BALLOT_NAME) != 0);
		}
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ballot ballot = {0};
	struct str rest = {(const char *)data, size}, line;
	unsigned counts[BALLOT_COUNTS];
	(void)ballot_read(rest, counts);
	while (str_next_line(&rest, &line)) {
		size_t before = ballot.count, len = line.len < 2 ? line.len : 2;
		// The connection is another one than the voter, sometimes.
		struct str name = {line.data + line.len - len, len};
		if (line.len && line.data[0] == '=') {
			ballot_ask(&ballot,
				   (struct str){line.data + 1, line.len - 1});
			assert(ballot.count == before || !ballot.count);
		} else if (ballot_take(&ballot, name, line)) {
			assert(ballot.count <= before + 1);
			// The same once more changes nothing.
			assert(!ballot_take(&ballot, name, line));
		} else {
			assert(ballot.count == before);
		}
		assert(sum_of(ballot.counts) == ballot.count);
	}
	check_voters(&ballot);
	check_told(&ballot);
	ballot_done(&ballot);
	return 0;
}
