/* lesson: a Markdown file as steps and beats.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lesson/lesson.h"

#include "base/count.h"
#include "base/sentence.h"
#include "lesson/expect/goal.h"
#include "lesson/read/values.h"

#include <assert.h>
#include <ctype.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>

/* FNV-1a, with 64 bits. */
uint64_t lesson_digest(struct str text)
{
	uint64_t digest = 0xcbf29ce484222325;
	for (size_t i = 0; i < text.len; i++)
		digest = (digest ^ (unsigned char)text.data[i]) * 0x100000001b3;
	return digest;
}

bool beat_acts(const struct beat *beat)
{
	return beat->kind == BEAT_CALL || beat->kind == BEAT_TRY ||
	       beat->kind == BEAT_COMMAND || beat->kind == BEAT_WIRE ||
	       beat->kind == BEAT_LAUNCH || beat->kind == BEAT_SIGNAL;
}

/* A copy whose options stand in an order that was drawn: each is exchanged
 * with one of those that are left (Fisher and Yates). */
static const struct prediction *shuffle(struct arena *arena,
					const struct prediction *prediction,
					uint64_t *state)
{
	struct prediction *copied = arena_alloc(arena, sizeof(*copied));
	*copied = *prediction;
	for (size_t left = copied->option_count; left > 1; left--) {
		struct option *last = &copied->options[left - 1];
		struct option *drawn =
			&copied->options[values_draw(state) % left];
		struct option kept = *last;
		*last = *drawn;
		*drawn = kept;
	}
	return copied;
}

void lesson_shuffle(struct lesson *lesson, uint64_t seed)
{
	assert(!lesson->shuffled);
	uint64_t state = lesson->shuffled = seed;
	for (size_t i = 0; seed && i < lesson->step_count; i++) {
		struct step *step = &lesson->steps[i];
		for (size_t k = 0; k < step->beat_count; k++) {
			struct beat *beat = &step->beats[k];
			// Fields stand as they stand in the row.
			if (beat->prediction &&
			    beat->prediction->kind != ASKED_FIELDS)
				beat->prediction =
					shuffle(&lesson->arena,
						beat->prediction, &state);
		}
	}
}

static const char *copy(struct arena *arena, const char *text)
{
	return text ? arena_strdup(arena, text) : NULL;
}

struct lesson *lesson_blank(const struct actor_spec *actors, size_t actor_count,
			    const struct host_spec *hosts, size_t host_count)
{
	struct lesson *lesson = xcalloc(1, sizeof(*lesson));
	struct arena *arena = &lesson->arena;
	lesson->id = "free";
	lesson->title = sentence_text("title-free");
	lesson->actors = arena_alloc(arena, actor_count * sizeof(*actors) + 1);
	for (size_t i = 0; i < actor_count; i++)
		lesson->actors[i] =
			(struct actor_spec){copy(arena, actors[i].name),
					    copy(arena, actors[i].host)};
	lesson->actor_count = actor_count;
	lesson->hosts = arena_alloc(arena, host_count * sizeof(*hosts) + 1);
	for (size_t i = 0; i < host_count; i++)
		lesson->hosts[i] =
			(struct host_spec){copy(arena, hosts[i].name),
					   copy(arena, hosts[i].addresses)};
	lesson->host_count = host_count;
	return lesson;
}

void lesson_free(struct lesson *lesson)
{
	if (!lesson)
		return;
	arena_done(&lesson->arena);
	free(lesson);
}

struct lesson lesson_check(const struct lesson *exercise, size_t check)
{
	assert(check < exercise->step_count);
	struct lesson one = *exercise;
	one.arena = (struct arena){0};
	one.steps = &exercise->steps[check];
	one.step_count = 1;
	return one;
}

int lesson_points(const struct lesson *exercise)
{
	int points = 0;
	for (size_t i = 0; i < exercise->step_count; i++)
		points += exercise->steps[i].points;
	return points;
}

size_t lesson_beats(const struct lesson *lesson)
{
	size_t count = 0;
	for (size_t i = 0; i < lesson->step_count; i++)
		count += lesson->steps[i].beat_count;
	return count;
}

size_t lesson_beat_index(const struct lesson *lesson, size_t step, size_t beat)
{
	assert(step < lesson->step_count);
	assert(beat < lesson->steps[step].beat_count);
	for (size_t i = 0; i < step; i++)
		beat += lesson->steps[i].beat_count;
	return beat;
}

void lesson_beat_at(const struct lesson *lesson, size_t index, size_t *step,
		    size_t *beat)
{
	size_t at = 0;
	while (index >= lesson->steps[at].beat_count) {
		index -= lesson->steps[at++].beat_count;
		assert(at < lesson->step_count);
	}
	*step = at;
	*beat = index;
}

bool lesson_check_actor(const char *name, struct err *err)
{
	size_t len = 0;
	while (isalnum((unsigned char)name[len]) || name[len] == '_')
		len++;
	if (!name[0])
		return FAILURE(err, "name-is-empty");
	if (name[len] || !isalpha((unsigned char)name[0]))
		return FAILURE(err, "name-is-none", SLOT_TEXT("name", name));
	if (goal_is_word(name))
		return FAILURE(err, "name-of-expectations",
			       SLOT_TEXT("name", name));
	return true;
}

const struct beat *lesson_recall(const struct lesson *lesson, int number)
{
	for (size_t i = 0; i < lesson->step_count; i++) {
		const struct step *step = &lesson->steps[i];
		for (size_t j = 0; j < step->beat_count; j++) {
			if (step->beats[j].kind == BEAT_RECALL && --number == 0)
				return &step->beats[j];
		}
	}
	return NULL;
}

int lesson_recall_number(const struct lesson *lesson, const struct beat *beat)
{
	const struct beat *recall;
	for (int number = 1; (recall = lesson_recall(lesson, number)); number++)
		if (recall->line == beat->line)
			return number;
	return 0;
}
