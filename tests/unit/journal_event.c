/* journal_event: words and deep copies.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "journal/event.h"

#include <criterion/criterion.h>
#include <string.h>

Test(event, every_kind_has_its_own_word)
{
	for (unsigned i = 0; i < EVENT_COUNT; i++) {
		for (unsigned n = 0; n < i; n++)
			cr_expect_str_neq(event_word(i), event_word(n));
	}
	cr_expect_str_eq(event_word(EVENT_CALL), "call");
	cr_expect_str_eq(event_word(EVENT_NOTE), "note");
	cr_expect_str_eq(call_phase_word(CALL_BLOCKED), "blocked");
}

Test(event, the_payload_of_a_copy_is_in_its_own_bytes)
{
	struct arena arena = {0};
	unsigned char bytes[] = "headerpayload";
	struct event event = {.kind = EVENT_PACKET};
	event.as.packet.bytes = bytes;
	event.as.packet.len = 13;
	event.as.packet.packet.payload = bytes + 6;
	event.as.packet.packet.len = 7;
	struct event copy = event_copy(&event, &arena);
	memset(bytes, 'x', sizeof(bytes));
	cr_expect_eq(copy.as.packet.packet.payload, copy.as.packet.bytes + 6);
	cr_expect(!memcmp(copy.as.packet.packet.payload, "payload", 7));
	arena_done(&arena);
}

Test(event, a_payload_from_elsewhere_is_copied_too)
{
	struct arena arena = {0};
	unsigned char payload[] = "payload";
	struct event event = {.kind = EVENT_PACKET};
	event.as.packet.packet.payload = payload;
	event.as.packet.packet.len = 7;
	struct event copy = event_copy(&event, &arena);
	memset(payload, 'x', sizeof(payload));
	cr_expect(!memcmp(copy.as.packet.packet.payload, "payload", 7));
	arena_done(&arena);
}

Test(event, only_a_new_lab_is_one)
{
	struct event event = {.kind = EVENT_ACTOR};
	cr_expect(event_is_new_lab(&event));
	event.as.actor.joined = true;
	cr_expect(!event_is_new_lab(&event));
	event.as.actor = (struct event_actor){.phase = ACTOR_ENDED};
	cr_expect(!event_is_new_lab(&event));
	cr_expect(!event_is_new_lab(&(struct event){.kind = EVENT_NOTE}));
}

Test(event, texts_are_copied)
{
	struct arena arena = {0};
	char text[] = "text";
	struct event events[] = {
		{.kind = EVENT_NOTE, .as.note = text},
		{.kind = EVENT_CHECK, .as.check.found = text},
		{.kind = EVENT_OUTPUT, .as.output = {.text = text, .len = 4}},
		{.kind = EVENT_STEP, .as.step.title = text},
		{.kind = EVENT_ACTOR, .as.actor.host = text},
		{.kind = EVENT_HINT, .as.hint.text = text},
		{.kind = EVENT_SIGNAL, .as.signal.actor = text},
		{.kind = EVENT_ACTOR, .as.actor.parent = text},
		{.kind = EVENT_ALIAS, .as.alias = {text, text, text}},
		{.kind = EVENT_MOVE, .as.move.text = text},
		{.kind = EVENT_LAB, .as.lab = {.lesson = text, .loss = text}},
	};
	struct event copies[COUNT(events)];
	for (size_t i = 0; i < COUNT(events); i++)
		copies[i] = event_copy(&events[i], &arena);
	text[0] = 'X';
	cr_expect_str_eq(copies[0].as.note, "text");
	cr_expect_str_eq(copies[1].as.check.found, "text");
	cr_expect_null(copies[1].as.check.file);
	cr_expect_str_eq(copies[2].as.output.text, "text");
	cr_expect_str_eq(copies[3].as.step.title, "text");
	cr_expect_str_eq(copies[4].as.actor.host, "text");
	cr_expect_str_eq(copies[5].as.hint.text, "text");
	cr_expect_str_eq(copies[6].as.signal.actor, "text");
	cr_expect_str_eq(copies[7].as.actor.parent, "text");
	cr_expect_str_eq(copies[8].as.alias.actor, "text");
	cr_expect_str_eq(copies[8].as.alias.name, "text");
	cr_expect_str_eq(copies[8].as.alias.meant, "text");
	cr_expect_str_eq(copies[9].as.move.text, "text");
	cr_expect_str_eq(copies[10].as.lab.lesson, "text");
	cr_expect_str_eq(copies[10].as.lab.loss, "text");
	arena_done(&arena);
}
