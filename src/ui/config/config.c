/* config: what a learner always wants: a theme, colours, keys, defaults.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The file is YAML, read by libyaml as a tree in which each node knows its
 * line, so that all faults are told at once. Each name at the top is a row of
 * the table below, or an option of the command line.
 *
 * A theme gives every style its look, and colours change single ones, so the
 * theme is read first, wherever it stands.
 */
#include "ui/config/config.h"

#include "base/sentence.h"
#include "show/canvas/style.h"
#include "ui/command/command.h"
#include "ui/command/keys_bind.h"
#include "ui/config/config_place.h"

#include <stdio.h>
#include <string.h>
#include <yaml.h>

/* A file that is being read. */
struct reading {
	struct config *config;
	yaml_document_t document;
	unsigned command;
	struct options *options;
};

static const char *const options_known[] = {"lang", "plain", "noise", "actors"};

const char *const *config_options(size_t *count)
{
	*count = COUNT(options_known);
	return options_known;
}

/* --- nodes -----------------------------------------------------------------
 */

static yaml_node_t *node_at(struct reading *reading, int id)
{
	return yaml_document_get_node(&reading->document, id);
}

static int line_of(const yaml_node_t *node)
{
	return (int)node->start_mark.line + 1;
}

static void fail(const struct reading *reading, const yaml_node_t *node,
		 const char *name, const char *why)
{
	FAULT(&reading->config->faults, line_of(node), "config-value",
	      SLOT_TEXT("name", name), SLOT_TEXT("why", why));
}

/* The same with the record `id` of assets/faults.txt as the reason. */
#define FAIL(reading, node, name, id, ...)                                     \
	fail_say(reading, node, name, id, SLOTS(__VA_ARGS__))
static void fail_say(const struct reading *reading, const yaml_node_t *node,
		     const char *name, const char *id, const struct slot *slots,
		     size_t count)
{
	struct buf why = {0};
	sentence_add(&why, id, slots, count);
	fail(reading, node, name, buf_text(&why));
	buf_done(&why);
}

/* The text of a scalar; NULL, and a fault, for anything else. */
static const char *text_of(struct reading *reading, const yaml_node_t *node,
			   const char *name)
{
	if (node->type == YAML_SCALAR_NODE) {
		const char *text = (const char *)node->data.scalar.value;
		size_t len = strlen(text);
		if (len && len == node->data.scalar.length)
			return text;
		// "\0" in quotes: what is behind it would go unheard.
		FAIL(reading, node, name,
		     node->data.scalar.length ? "config-nul"
					      : "config-value-missing");
	} else {
		FAIL(reading, node, name, "config-scalar");
	}
	return NULL;
}

typedef void entry_fn(struct reading *reading, const char *name,
		      yaml_node_t *value);

/* Calls `fn` for each entry of a mapping; a name that was there is a fault. */
static void for_each(struct reading *reading, yaml_node_t *node,
		     const char *what, entry_fn *fn)
{
	if (node->type != YAML_MAPPING_NODE) {
		FAIL(reading, node, what, "config-mapping");
		return;
	}
	for (yaml_node_pair_t *pair = node->data.mapping.pairs.start;
	     pair < node->data.mapping.pairs.top; pair++) {
		const yaml_node_t *key = node_at(reading, pair->key);
		const char *name = text_of(reading, key, what);
		bool is_double = false;
		for (yaml_node_pair_t *old = node->data.mapping.pairs.start;
		     name && old < pair; old++) {
			const yaml_node_t *other = node_at(reading, old->key);
			is_double |=
				other->type == YAML_SCALAR_NODE &&
				!strcmp((char *)other->data.scalar.value, name);
		}
		if (is_double)
			FAIL(reading, key, name, "config-twice");
		else if (name)
			fn(reading, name, node_at(reading, pair->value));
	}
}

/* --- theme, colours --------------------------------------------------------
 */

static void read_theme(struct reading *reading, const char *name,
		       yaml_node_t *value)
{
	struct err err = {0};
	const char *theme = text_of(reading, value, name);
	if (theme && !style_choose(theme, &err))
		fail(reading, value, name, err.text);
}

static void read_colour(struct reading *reading, const char *name,
			yaml_node_t *value)
{
	struct err err = {0};
	const char *look = text_of(reading, value, name);
	if (look && !style_set(name, look, &err))
		fail(reading, value, name, err.text);
}

static void read_colours(struct reading *reading, const char *name,
			 yaml_node_t *value)
{
	for_each(reading, value, name, read_colour);
}

/* --- keys ------------------------------------------------------------------
 */

static bool read_code(struct reading *reading, const yaml_node_t *node,
		      const char *name, uint32_t *code)
{
	struct err err = {0};
	const char *text = text_of(reading, node, name);
	if (!text)
		return false;
	if (key_from_name(str_from(text), code, &err))
		return true;
	fail(reading, node, name, err.text);
	return false;
}

static bool is_among(uint32_t code, const uint32_t *codes, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (codes[i] == code)
			return true;
	return false;
}

/* One key, or a list of some. Returns how many, 0 after a fault. */
static size_t read_codes(struct reading *reading, yaml_node_t *node,
			 const char *name, uint32_t *codes)
{
	size_t count = 0;
	if (node->type != YAML_SEQUENCE_NODE)
		return read_code(reading, node, name, codes);
	for (yaml_node_item_t *item = node->data.sequence.items.start;
	     item < node->data.sequence.items.top; item++) {
		if (count == KEYS_CODES_MOST) {
			FAIL(reading, node, name, "config-keys-most");
			return 0;
		}
		const yaml_node_t *key = node_at(reading, *item);
		if (!read_code(reading, key, name, &codes[count]))
			return 0;
		if (is_among(codes[count], codes, count)) {
			FAIL(reading, key, name, "config-key-twice");
			return 0;
		}
		count++;
	}
	if (!count)
		FAIL(reading, node, name, "config-key-missing");
	return count;
}

static const char *help_of(const char *line)
{
	struct str rest = str_from(line), name;
	const struct command *command =
		str_next_word(&rest, &name) ? command_find(name) : NULL;
	return command ? sentence_text(command->help) : line;
}

static void read_key(struct reading *reading, const char *name,
		     yaml_node_t *value)
{
	struct err err = {0};
	uint32_t codes[KEYS_CODES_MOST];
	if (!command_check(str_from(name), &err)) {
		fail(reading, value, name, err.text);
		return;
	}
	size_t count = read_codes(reading, value, name, codes);
	if (count && !keys_bind(name, help_of(name), codes, count, &err))
		fail(reading, value, name, err.text);
}

static void check_key(struct reading *reading, const char *name,
		      yaml_node_t *value)
{
	uint32_t code;
	const char *other = keys_clash(name, &code);
	if (!other)
		return;
	struct buf key = {0};
	key_print_name(code, &key);
	FAIL(reading, value, name, "config-key-clash",
	     SLOT_TEXT("key", buf_text(&key)), SLOT_TEXT("other", other));
	buf_done(&key);
}

static void read_keys(struct reading *reading, const char *name,
		      yaml_node_t *value)
{
	for_each(reading, value, name, read_key);
	keys_settle();
	if (!reading->config->faults.count)
		for_each(reading, value, name, check_key);
}

/* --- the top ---------------------------------------------------------------
 */

static const struct {
	const char *name;
	entry_fn *read;
} sections[] = {
	{"theme", read_theme},
	{"colours", read_colours},
	{"colors", read_colours},
	{"keys", read_keys},
};

/* The first one: another one is told as such. */
static void read_theme_of(struct reading *reading, const yaml_node_t *root)
{
	if (root->type != YAML_MAPPING_NODE)
		return;
	for (yaml_node_pair_t *pair = root->data.mapping.pairs.start;
	     pair < root->data.mapping.pairs.top; pair++) {
		const yaml_node_t *key = node_at(reading, pair->key);
		if (key->type != YAML_SCALAR_NODE ||
		    strcmp((char *)key->data.scalar.value, "theme") != 0)
			continue;
		read_theme(reading, "theme", node_at(reading, pair->value));
		return;
	}
}

static void refuse(struct reading *reading, const char *name,
		   const yaml_node_t *value)
{
	const char *names[COUNT(sections) + COUNT(options_known)];
	size_t count = 0;
	for (size_t i = 0; i < COUNT(sections); i++)
		names[count++] = sections[i].name;
	for (size_t i = 0; i < COUNT(options_known); i++)
		names[count++] = options_known[i];
	AUTO_FREE char *near = fault_nearest(str_from(name), names, count);
	FAIL(reading, value, name, "config-unknown",
	     SLOT_TEXT("nearest", near));
}

/* The command line's own sentence about an option, "--lang rust: ...", begins
 * with the name as it is written there. */
static void read_option(struct reading *reading, const char *name,
			const yaml_node_t *value)
{
	struct err err = {0};
	const char *text = text_of(reading, value, name);
	if (!text || arguments_set(reading->command, name,
				   arena_strdup(&reading->config->arena, text),
				   reading->options, &err))
		return;
	if (!strncmp(err.text, "--", strlen("--")))
		FAULT(&reading->config->faults, line_of(value), "config-option",
		      SLOT_TEXT("error", err.text + strlen("--")));
	else
		fail(reading, value, name, err.text);
}

static void read_top(struct reading *reading, const char *name,
		     yaml_node_t *value)
{
	if (!strcmp(name, "theme"))
		return;
	for (size_t i = 0; i < COUNT(sections); i++) {
		if (!strcmp(name, sections[i].name)) {
			sections[i].read(reading, name, value);
			return;
		}
	}
	for (size_t i = 0; i < COUNT(options_known); i++) {
		if (!strcmp(name, options_known[i])) {
			read_option(reading, name, value);
			return;
		}
	}
	refuse(reading, name, value);
}

static void fail_yaml(const struct reading *reading,
		      const yaml_parser_t *parser)
{
	int line = (int)parser->problem_mark.line + 1;
	if (parser->problem)
		FAULT(&reading->config->faults, line, "config-no-yaml",
		      SLOT_TEXT("error", parser->problem));
	else
		FAULT(&reading->config->faults, line, "config-unread-yaml");
}

/* What stands behind a line of three dashes would go unheard. */
static void expect_end(struct reading *reading, yaml_parser_t *parser)
{
	yaml_document_t next;
	if (!yaml_parser_load(parser, &next)) {
		fail_yaml(reading, parser);
		return;
	}
	if (yaml_document_get_root_node(&next))
		FAULT(&reading->config->faults, (int)next.start_mark.line + 1,
		      "config-document-second");
	yaml_document_delete(&next);
}

static void read_document(struct reading *reading, FILE *file)
{
	yaml_parser_t parser;
	if (!yaml_parser_initialize(&parser))
		return;
	yaml_parser_set_input_file(&parser, file);
	if (!yaml_parser_load(&parser, &reading->document)) {
		fail_yaml(reading, &parser);
		yaml_parser_delete(&parser);
		return;
	}
	yaml_node_t *root = yaml_document_get_root_node(&reading->document);
	bool is_empty = !root || (root->type == YAML_SCALAR_NODE &&
				  !root->data.scalar.length);
	if (!is_empty) {
		read_theme_of(reading, root);
		for_each(reading, root, "settings", read_top);
	}
	expect_end(reading, &parser);
	yaml_document_delete(&reading->document);
	yaml_parser_delete(&parser);
}

/* --- the file --------------------------------------------------------------
 */

void config_open(struct config *config, unsigned command,
		 struct options *options)
{
	struct reading reading = {
		.config = config, .command = command, .options = options};
	FILE *file = config_place_open(config);
	if (!file)
		return;
	read_document(&reading, file);
	fclose(file);
	faults_sort(&config->faults);
}

void config_close(struct config *config)
{
	free(config->path);
	faults_done(&config->faults);
	arena_done(&config->arena);
}
