/* yaml: one key of the front matter and its value.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * libyaml reads the text to a document, whose nodes say in which line they
 * begin: what has another shape than was asked for is told where it stands.
 * What libyaml says of a text that is no YAML stands as it is.
 */
#include "lesson/read/yaml.h"

#include "base/sentence.h"
#include "lesson/read/fault.h"

#include <string.h>
#include <yaml.h>

/* The text as it was read. */
struct loaded {
	struct yaml *yaml;
	struct err *err;
	yaml_document_t document;
};

/* --- faults ----------------------------------------------------------------
 */

/* Notes where the fault is: the line of a text counts from 0. What ends too
 * early is told on its last line, and not behind it. */
static bool fault_in(struct yaml *yaml, size_t line)
{
	struct str rest = yaml->text, ignored;
	size_t lines = 0;
	while (str_next_line(&rest, &ignored))
		lines++;
	if (lines && line >= lines)
		line = lines - 1;
	yaml->fault_line = yaml->line + (int)line;
	return false;
}

static bool fault_at(struct loaded *loaded, const yaml_node_t *node,
		     const char *id)
{
	sentence_fail(loaded->err, id, NULL, 0);
	return fault_in(loaded->yaml, node->start_mark.line);
}

/* --- nodes -----------------------------------------------------------------
 */

static const yaml_node_t *node_at(struct loaded *loaded, int id)
{
	return yaml_document_get_node(&loaded->document, id);
}

static bool read_text(struct loaded *loaded, const yaml_node_t *node,
		      const char **text)
{
	if (node->type != YAML_SCALAR_NODE)
		return fault_at(loaded, node, SENTENCE_ID("value-no-text"));
	const char *value = (const char *)node->data.scalar.value;
	if (strlen(value) != node->data.scalar.length)
		return fault_at(loaded, node, SENTENCE_ID("config-nul"));
	*text = arena_strdup(loaded->yaml->arena, value);
	return true;
}

/* A mapping of which each key is a text and stands there once. */
static bool check_mapping(struct loaded *loaded, const yaml_node_t *node)
{
	if (node->type != YAML_MAPPING_NODE)
		return fault_at(loaded, node, SENTENCE_ID("value-no-mapping"));
	const yaml_node_pair_t *first = node->data.mapping.pairs.start,
			       *end = node->data.mapping.pairs.top;
	for (const yaml_node_pair_t *pair = first; pair < end; pair++) {
		const yaml_node_t *key = node_at(loaded, pair->key);
		const char *name = "", *other = "";
		if (!read_text(loaded, key, &name))
			return false;
		for (const yaml_node_pair_t *old = first; old < pair; old++)
			if (read_text(loaded, node_at(loaded, old->key),
				      &other) &&
			    !strcmp(name, other))
				return fault_at(loaded, key,
						SENTENCE_ID("value-twice"));
	}
	return true;
}

/* --- the text --------------------------------------------------------------
 */

static bool parse(struct loaded *loaded, yaml_parser_t *parser)
{
	const struct str text = loaded->yaml->text;
	yaml_parser_set_input_string(parser, (const unsigned char *)text.data,
				     text.len);
	if (yaml_parser_load(parser, &loaded->document))
		return true;
	if (parser->problem)
		err_set(loaded->err, "%s", parser->problem);
	else
		FAILURE(loaded->err, "config-unread-yaml");
	// What has no end is told where it begins.
	const yaml_mark_t *mark =
		parser->context ? &parser->context_mark : &parser->problem_mark;
	return fault_in(loaded->yaml, mark->line);
}

/* The value of the one key; NULL when there is none. What was loaded is given
 * to unload() in both cases. */
static const yaml_node_t *load(struct loaded *loaded, struct yaml *yaml,
			       struct err *err)
{
	yaml_parser_t parser;
	*loaded = (struct loaded){.yaml = yaml, .err = err};
	if (!yaml_parser_initialize(&parser)) {
		FAILURE(err, "config-unread-yaml");
		fault_in(yaml, 0);
		return NULL;
	}
	bool is_read = parse(loaded, &parser);
	yaml_parser_delete(&parser);
	yaml_node_t *root =
		is_read ? yaml_document_get_root_node(&loaded->document) : NULL;
	if (root && root->type == YAML_MAPPING_NODE &&
	    root->data.mapping.pairs.top > root->data.mapping.pairs.start)
		return node_at(loaded, root->data.mapping.pairs.start->value);
	if (is_read) {
		FAILURE(err, "value-none");
		fault_in(yaml, 0);
	}
	return NULL;
}

static void unload(struct loaded *loaded)
{
	yaml_document_delete(&loaded->document);
}

/* --- what has a shape ------------------------------------------------------
 */

bool yaml_text(struct yaml *yaml, const char **text, struct err *err)
{
	struct loaded loaded;
	const yaml_node_t *node = load(&loaded, yaml, err);
	bool ok = node && read_text(&loaded, node, text);
	unload(&loaded);
	return ok;
}

static bool read_list(struct loaded *loaded, const yaml_node_t *node,
		      const char ***items, size_t *count)
{
	if (node->type != YAML_SEQUENCE_NODE)
		return fault_at(loaded, node, SENTENCE_ID("value-no-list"));
	const yaml_node_item_t *first = node->data.sequence.items.start,
			       *end = node->data.sequence.items.top;
	size_t most = (size_t)(end - first);
	*items = arena_alloc(loaded->yaml->arena, (most + 1) * sizeof(**items));
	for (*count = 0; *count < most; ++*count) {
		if (!read_text(loaded, node_at(loaded, first[*count]),
			       &(*items)[*count]))
			return false;
	}
	return true;
}

bool yaml_list(struct yaml *yaml, const char ***items, size_t *count,
	       struct err *err)
{
	struct loaded loaded;
	const yaml_node_t *node = load(&loaded, yaml, err);
	bool ok = node && read_list(&loaded, node, items, count);
	unload(&loaded);
	return ok;
}

/* Fields that may be there, and what they have. */
struct fields {
	const char *const *names;
	size_t count;
};

static bool read_field(struct loaded *loaded, const yaml_node_pair_t *pair,
		       const struct fields *fields, const char **values)
{
	const yaml_node_t *key = node_at(loaded, pair->key);
	const char *name = (const char *)key->data.scalar.value;
	for (size_t i = 0; i < fields->count; i++) {
		if (!strcmp(name, fields->names[i]))
			return read_text(loaded, node_at(loaded, pair->value),
					 &values[i]);
	}
	AUTO_FREE char *nearest =
		fault_nearest(str_from(name), fields->names, fields->count);
	FAILURE(loaded->err, "value-key-unknown", SLOT_TEXT("name", name),
		SLOT_TEXT("nearest", nearest));
	return fault_in(loaded->yaml, key->start_mark.line);
}

static bool read_row(struct loaded *loaded, const yaml_node_t *node,
		     const struct fields *fields, const char **values)
{
	if (!check_mapping(loaded, node))
		return false;
	for (size_t i = 0; i < fields->count; i++)
		values[i] = NULL;
	const yaml_node_pair_t *pair = node->data.mapping.pairs.start;
	for (; pair < node->data.mapping.pairs.top; pair++) {
		if (!read_field(loaded, pair, fields, values))
			return false;
	}
	return true;
}

bool yaml_row(struct yaml *yaml, const char *const *fields, size_t field_count,
	      const char **values, struct err *err)
{
	struct loaded loaded;
	const yaml_node_t *node = load(&loaded, yaml, err);
	bool ok =
		node && read_row(&loaded, node,
				 &(struct fields){fields, field_count}, values);
	unload(&loaded);
	return ok;
}

static bool read_table(struct loaded *loaded, const yaml_node_t *node,
		       const struct fields *fields, struct yaml_row *rows,
		       size_t *count)
{
	if (!check_mapping(loaded, node))
		return false;
	const yaml_node_pair_t *pair = node->data.mapping.pairs.start;
	for (; pair < node->data.mapping.pairs.top; pair++) {
		if (*count == YAML_ROWS_MAX) {
			FAILURE(loaded->err, "value-names-most",
				SLOT_NUMBER("most", YAML_ROWS_MAX));
			return fault_in(loaded->yaml, 0);
		}
		struct yaml_row *row = &rows[(*count)++];
		if (!read_text(loaded, node_at(loaded, pair->key),
			       &row->name) ||
		    !read_row(loaded, node_at(loaded, pair->value), fields,
			      row->values))
			return false;
	}
	return true;
}

bool yaml_table(struct yaml *yaml, const char *const *fields,
		size_t field_count, struct yaml_row **rows, size_t *count,
		struct err *err)
{
	struct loaded loaded;
	const yaml_node_t *node = load(&loaded, yaml, err);
	*rows = arena_alloc(yaml->arena, YAML_ROWS_MAX * sizeof(**rows));
	*count = 0;
	bool ok = node && read_table(&loaded, node,
				     &(struct fields){fields, field_count},
				     *rows, count);
	unload(&loaded);
	return ok;
}
