/* sentence: records with named slots, in English or the learner's language.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Translations come from gettext's catalogues, under the record's id and its
 * English text, so that one whose English has changed is not used. They are
 * text that others wrote: nothing in them reaches printf, and a slot that is
 * not the record's makes the sentence English.
 *
 * How many forms a plural has, and which of them a number takes, the catalogue
 * says: it translates "0" and "1" of the context "plural" into the form's
 * number, and gettext chooses among those as it does among words.
 */
#include "base/sentence.h"

#include "base/language.h"
#include "base/mem.h"

#include <assert.h>
#include <errno.h>
#include <libintl.h>
#include <stdlib.h>
#include <string.h>

static const char plural_one[] = "plural\0040", plural_many[] = "1";

const struct sentence *sentence_family(size_t at, size_t *count)
{
	return sentence_families[at] ? sentence_families[at](count) : NULL;
}

static int compare_ids(const void *id, const void *record)
{
	return strcmp(id, ((const struct sentence *)record)->id);
}

static const struct sentence *sentence_find(const char *id)
{
	const struct sentence *records, *found = NULL;
	size_t count;
	for (size_t at = 0; !found && (records = sentence_family(at, &count));
	     at++)
		found = bsearch(id, records, count, sizeof(*records),
				compare_ids);
	return found;
}

/* --- the slots -------------------------------------------------------------
 */

static const struct slot *slot_find(const struct slot *slots, size_t count,
				    struct str name)
{
	for (size_t i = 0; i < count; i++) {
		if (str_is(name, slots[i].name))
			return &slots[i];
	}
	return NULL;
}

/* Cuts what is before the next bar off `rest`. */
static struct str cut_part(struct str *rest)
{
	const char *bar = memchr(rest->data, '|', rest->len);
	struct str part = {rest->data,
			   bar ? (size_t)(bar - rest->data) : rest->len};
	size_t used = part.len + (bar != NULL);
	*rest = (struct str){rest->data + used, rest->len - used};
	return part;
}

/* Adds one of the words "one waits|# wait". */
static void add_form(struct buf *out, struct str words, size_t form,
		     int64_t number)
{
	struct str word = cut_part(&words);
	while (form-- && words.len)
		word = cut_part(&words);
	for (size_t i = 0; i < word.len; i++) {
		if (word.data[i] == '#')
			buf_printf(out, "%lld", (long long)number);
		else
			buf_putc(out, word.data[i]);
	}
}

/* Adds what the slot "name" or "name|word|word" becomes. */
static bool add_slot(struct buf *out, struct str slot, const struct slot *slots,
		     size_t count, size_t (*form)(int64_t number))
{
	struct str rest = slot, name = cut_part(&rest);
	const struct slot *given = slot_find(slots, count, name);
	bool has_words = name.len < slot.len;
	if (!given || (has_words && given->text))
		return false;
	if (has_words)
		add_form(out, rest, form(given->number), given->number);
	else if (given->text)
		buf_add(out, given->text, strnlen(given->text, given->most));
	else
		buf_printf(out, "%lld", (long long)given->number);
	return true;
}

bool sentence_fill(struct buf *out, const char *text, const struct slot *slots,
		   size_t count, size_t (*form)(int64_t number))
{
	const char *open;
	while ((open = strchr(text, '{'))) {
		const char *close = strchr(open, '}');
		buf_add(out, text, (size_t)(open - text));
		text = open + 2;
		if (open[1] == '{') {
			buf_putc(out, '{');
			continue;
		}
		if (!close ||
		    !add_slot(
			    out,
			    (struct str){open + 1, (size_t)(close - open) - 1},
			    slots, count, form))
			return false;
		text = close + 1;
	}
	buf_puts(out, text);
	return true;
}

size_t sentence_form(int64_t number)
{
	return number == 1 ? 0 : 1;
}

/* --- translations ----------------------------------------------------------
 */

/* Whoever wrote the catalogue, what comes back is small. */
static size_t translated_form(int64_t number)
{
	enum { FORMS_MOST = 6 };
	uint64_t bits = (uint64_t)number;
	unsigned long n = number < 0 ? -bits : bits;
	const char *form =
		dngettext(language_domain, plural_one, plural_many, n);
	if (form == plural_one || form == plural_many)
		return sentence_form(number);
	return form[0] >= '0' && form[0] < '0' + FORMS_MOST && !form[1]
		       ? (size_t)(form[0] - '0')
		       : FORMS_MOST;
}

/* A text in the learner's language, or NULL. */
static const char *translated(const char *context, const char *text)
{
	if (!language_is_translated())
		return NULL;
	AUTO_FREE char *key = xprintf("%s\004%s", context, text);
	const char *found = dgettext(language_domain, key);
	return found == key ? NULL : found;
}

static const char *translation_of(const struct sentence *sentence)
{
	return translated(sentence->id, sentence->text);
}

const char *sentence_of(const char *table, const char *text)
{
	const char *theirs = translated(table, text);
	return theirs ? theirs : text;
}

void sentence_add(struct buf *out, const char *id, const struct slot *slots,
		  size_t count)
{
	const struct sentence *sentence = sentence_find(id);
	assert(sentence);
	const char *theirs = translation_of(sentence);
	struct buf text = {0};
	bool is_whole = theirs && sentence_fill(&text, theirs, slots, count,
						translated_form);
	if (!is_whole) {
		buf_clear(&text);
		is_whole = sentence_fill(&text, sentence->text, slots, count,
					 sentence_form);
	}
	assert(is_whole);
	buf_add(out, buf_text(&text), text.len);
	buf_done(&text);
}

char *sentence_new(const char *id, const struct slot *slots, size_t count)
{
	struct buf text = {0};
	sentence_add(&text, id, slots, count);
	return buf_take(&text);
}

/* Texts in which a brace stood twice; they are kept, for who has one may keep
 * it. */
struct kept {
	const char *id;
	char *text;
	struct kept *next;
};

static const char *text_keep(const char *id)
{
	static struct kept *first;
	struct kept *kept = first;
	while (kept && strcmp(kept->id, id) != 0)
		kept = kept->next;
	if (!kept) {
		kept = xcalloc(1, sizeof(*kept));
		*kept = (struct kept){id, sentence_new(id, NULL, 0), first};
		first = kept;
	}
	return kept->text;
}

const char *sentence_text(const char *id)
{
	const struct sentence *sentence = sentence_find(id);
	assert(sentence);
	const char *theirs = translation_of(sentence);
	if (strchr(theirs ? theirs : sentence->text, '{'))
		return text_keep(sentence->id);
	return theirs ? theirs : sentence->text;
}

const char *sentence_kept(struct arena *arena, const char *id,
			  const struct slot *slots, size_t count)
{
	struct buf text = {0};
	sentence_add(&text, id, slots, count);
	return buf_keep(&text, arena);
}

void sentence_line(struct buf *out, const char *before, const char *behind,
		   const char *id, const struct slot *slots, size_t count)
{
	buf_puts(out, before);
	sentence_add(out, id, slots, count);
	buf_puts(out, behind);
}

bool sentence_fail(struct err *err, const char *id, const struct slot *slots,
		   size_t count)
{
	int error = errno; // is still read where some errors are told
	struct buf text = {0};
	sentence_add(&text, id, slots, count);
	err_set(err, "%s", buf_text(&text));
	buf_done(&text);
	errno = error;
	return false;
}

bool sentence_wrap(struct err *err, const char *id, const struct slot *slots,
		   size_t count)
{
	struct buf text = {0};
	sentence_add(&text, id, slots, count);
	err_wrap(err, "%s", buf_text(&text));
	buf_done(&text);
	return false;
}
