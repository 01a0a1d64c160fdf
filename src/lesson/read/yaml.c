/* yaml: one key of the front matter and its value.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * libcyaml tells what is wrong only in words, through its log: first a
 * sentence, then a backtrace with places, innermost first. The names of actors
 * and hosts are free, which its descriptions cannot say; an unknown name there
 * is therefore added to the description, and the value is read again.
 */
#include "lesson/read/yaml.h"

#include "base/sentence.h"
#include "lesson/read/fault.h"

#include <cyaml/cyaml.h>
#include <stdio.h>
#include <string.h>

/* What libcyaml said about one failure. */
struct complaint {
	char text[256];
	unsigned line;	/* in the text it was given; 0: unknown */
	unsigned depth; /* mappings around the place */
};

PRINTF(3, 0)
static void take_log(cyaml_log_t level, void *data, const char *format,
		     va_list args)
{
	struct complaint *complaint = data;
	char text[256];
	vsnprintf(text, sizeof(text), format, args);
	text[strcspn(text, "\n")] = '\0';
	if (level < CYAML_LOG_ERROR)
		return;
	const char *place = strstr(text, "(line: ");
	if (!complaint->text[0])
		memcpy(complaint->text, text, sizeof(text));
	else if (place && !complaint->line)
		complaint->line = (unsigned)strtoul(place + 7, NULL, 10);
	if (place && strstr(text, "in mapping field"))
		complaint->depth++;
}

static cyaml_config_t config(struct complaint *complaint)
{
	return (cyaml_config_t){
		.log_fn = take_log,
		.log_ctx = complaint,
		.log_level = CYAML_LOG_ERROR,
		.mem_fn = cyaml_mem,
		.flags = CYAML_CFG_NO_ALIAS,
	};
}

/* What libcyaml says in words of its own, and what we say; what it passes on
 * from libyaml stands as it is. */
static const struct {
	const char *begin, *say;
} sayings[] = {
	{"Expecting SEQUENCE", SENTENCE_ID("value-no-list")},
	{"Expecting MAPPING", SENTENCE_ID("value-no-mapping")},
	{"Expecting STRING", SENTENCE_ID("value-no-text")},
	{"Mapping field already seen", SENTENCE_ID("value-twice")},
};

/* Without who passed it on. */
static const char *words_of(const struct complaint *complaint)
{
	const char *text = complaint->text;
	static const char *const prefixes[] = {"Load: ", "libyaml: "};
	for (size_t i = 0; i < COUNT(prefixes); i++) {
		if (!strncmp(text, prefixes[i], strlen(prefixes[i])))
			text += strlen(prefixes[i]);
	}
	return text;
}

static bool say(const struct complaint *complaint, struct err *err)
{
	const char *text = words_of(complaint);
	for (size_t i = 0; i < COUNT(sayings); i++) {
		if (!strncmp(text, sayings[i].begin, strlen(sayings[i].begin)))
			return sentence_fail(err, sayings[i].say, NULL, 0);
	}
	return text[0] ? err_set(err, "%s", text) : FAILURE(err, "value-none");
}

static bool complain(struct yaml *yaml, const struct complaint *complaint,
		     struct err *err)
{
	unsigned line = complaint->line ? complaint->line : 1;
	yaml->fault_line = yaml->line + (int)line - 1;
	return say(complaint, err);
}

/* Reads the value by `field`, the description of the one key. `*data` is to be
 * given to unload(). */
static cyaml_err_t load(struct yaml *yaml, const cyaml_schema_field_t *field,
			size_t size, void **data, struct complaint *complaint)
{
	const cyaml_schema_value_t top = {
		CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, char, field)};
	cyaml_schema_value_t sized = top;
	sized.data_size = (uint32_t)size;
	cyaml_config_t settings = config(complaint);
	*data = NULL;
	*complaint = (struct complaint){0};
	cyaml_err_t error =
		cyaml_load_data((const uint8_t *)yaml->text.data,
				yaml->text.len, &settings, &sized, data, NULL);
	if (!error && !*data)
		return CYAML_ERR_INVALID_VALUE;
	return error;
}

static void unload(const cyaml_schema_field_t *field, size_t size, void *data)
{
	struct complaint complaint = {0};
	cyaml_schema_value_t top = {
		CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, char, field)};
	top.data_size = (uint32_t)size;
	cyaml_config_t settings = config(&complaint);
	cyaml_free(&settings, &top, data, 0);
}

static cyaml_schema_value_t describe_text(enum cyaml_flag flags)
{
	return (cyaml_schema_value_t){CYAML_VALUE_STRING(
		CYAML_FLAG_POINTER | flags, char, 0, CYAML_UNLIMITED)};
}

bool yaml_text(struct yaml *yaml, const char **text, struct err *err)
{
	const cyaml_schema_field_t fields[] = {
		{.key = yaml->key, .value = describe_text(CYAML_FLAG_DEFAULT)},
		CYAML_FIELD_END};
	struct complaint complaint;
	void *data;
	if (load(yaml, fields, sizeof(char *), &data, &complaint) != CYAML_OK)
		return complain(yaml, &complaint, err);
	*text = arena_strdup(yaml->arena, *(char **)data);
	unload(fields, sizeof(char *), data);
	return true;
}

bool yaml_list(struct yaml *yaml, const char ***items, size_t *count,
	       struct err *err)
{
	struct list {
		char **items;
		uint32_t items_count;
	};
	const cyaml_schema_value_t item = describe_text(CYAML_FLAG_DEFAULT);
	const cyaml_schema_field_t fields[] = {
		CYAML_FIELD_SEQUENCE(yaml->key, CYAML_FLAG_POINTER, struct list,
				     items, &item, 0, CYAML_UNLIMITED),
		CYAML_FIELD_END};
	struct complaint complaint;
	void *data;
	if (load(yaml, fields, sizeof(struct list), &data, &complaint) !=
	    CYAML_OK)
		return complain(yaml, &complaint, err);
	const struct list *list = data;
	*count = list->items_count;
	*items = arena_alloc(yaml->arena, (*count + 1) * sizeof(**items));
	for (size_t i = 0; i < *count; i++)
		(*items)[i] = arena_strdup(yaml->arena, list->items[i]);
	unload(fields, sizeof(struct list), data);
	return true;
}

/* What stands behind "Unexpected key: ", in the arena; NULL for another
 * complaint. */
static const char *unexpected_key(struct yaml *yaml,
				  const struct complaint *complaint)
{
	const char *text = words_of(complaint);
	static const char begin[] = "Unexpected key: ";
	if (strncmp(text, begin, strlen(begin)) != 0)
		return NULL;
	return arena_strdup(yaml->arena, text + strlen(begin));
}

/* The line on which `name` stands: libcyaml points at the value before an
 * unknown key, which may be lines above. */
static int line_of(const struct yaml *yaml, const char *name)
{
	struct str rest = yaml->text, line;
	for (int i = 0; str_next_line(&rest, &line); i++) {
		if (memmem(line.data, line.len, name, strlen(name)))
			return yaml->line + i;
	}
	return yaml->line;
}

static bool refuse_field(struct yaml *yaml, const char *name,
			 const char *const *fields, size_t field_count,
			 struct err *err)
{
	AUTO_FREE char *nearest =
		fault_nearest(str_from(name), fields, field_count);
	yaml->fault_line = line_of(yaml, name);
	return FAILURE(err, "value-key-unknown", SLOT_TEXT("name", name),
		       SLOT_TEXT("nearest", nearest));
}

static void describe_fields(const char *const *fields, size_t field_count,
			    cyaml_schema_field_t *out)
{
	for (size_t i = 0; i < field_count; i++) {
		out[i] = (cyaml_schema_field_t){
			.key = fields[i],
			.data_offset = (uint32_t)(i * sizeof(char *)),
			.value = describe_text(CYAML_FLAG_OPTIONAL)};
	}
	out[field_count] = (cyaml_schema_field_t)CYAML_FIELD_END;
}

static void copy_fields(struct yaml *yaml, char *const *from,
			size_t field_count, const char **values)
{
	for (size_t i = 0; i < field_count; i++)
		values[i] = from[i] ? arena_strdup(yaml->arena, from[i]) : NULL;
}

static cyaml_schema_value_t describe_row(const cyaml_schema_field_t *fields,
					 size_t size)
{
	cyaml_schema_value_t row = {
		CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, char, fields)};
	row.data_size = (uint32_t)size;
	return row;
}

bool yaml_row(struct yaml *yaml, const char *const *fields, size_t field_count,
	      const char **values, struct err *err)
{
	cyaml_schema_field_t inner[YAML_FIELDS_MAX + 1];
	describe_fields(fields, field_count, inner);
	const cyaml_schema_field_t outer[] = {
		{.key = yaml->key,
		 .value =
			 describe_row(inner, YAML_FIELDS_MAX * sizeof(char *))},
		CYAML_FIELD_END};
	struct complaint complaint;
	void *data;
	if (load(yaml, outer, sizeof(char **), &data, &complaint) != CYAML_OK) {
		const char *key = unexpected_key(yaml, &complaint);
		if (key)
			return refuse_field(yaml, key, fields, field_count,
					    err);
		return complain(yaml, &complaint, err);
	}
	copy_fields(yaml, *(char ***)data, field_count, values);
	unload(outer, sizeof(char **), data);
	return true;
}

/* The table with the names known so far. */
static cyaml_err_t read_table(struct yaml *yaml,
			      const cyaml_schema_field_t *inner,
			      size_t field_count, struct yaml_row *rows,
			      size_t count, struct complaint *complaint)
{
	cyaml_schema_field_t middle[YAML_ROWS_MAX + 1];
	for (size_t i = 0; i < count; i++) {
		middle[i] = (cyaml_schema_field_t){
			.key = rows[i].name,
			.data_offset = (uint32_t)(i * sizeof(char **)),
			.value = describe_row(inner, YAML_FIELDS_MAX *
							     sizeof(char *))};
	}
	middle[count] = (cyaml_schema_field_t)CYAML_FIELD_END;
	const cyaml_schema_field_t outer[] = {
		{.key = yaml->key,
		 .value =
			 describe_row(middle, YAML_ROWS_MAX * sizeof(char **))},
		CYAML_FIELD_END};
	void *data;
	cyaml_err_t error =
		load(yaml, outer, sizeof(char ***), &data, complaint);
	if (error)
		return error;
	for (size_t i = 0; i < count; i++)
		copy_fields(yaml, (*(char ****)data)[i], field_count,
			    rows[i].values);
	unload(outer, sizeof(char ***), data);
	return CYAML_OK;
}

bool yaml_table(struct yaml *yaml, const char *const *fields,
		size_t field_count, struct yaml_row **rows, size_t *count,
		struct err *err)
{
	cyaml_schema_field_t inner[YAML_FIELDS_MAX + 1];
	describe_fields(fields, field_count, inner);
	*rows = arena_alloc(yaml->arena, YAML_ROWS_MAX * sizeof(**rows));
	for (*count = 0; *count <= YAML_ROWS_MAX;) {
		struct complaint complaint;
		if (read_table(yaml, inner, field_count, *rows, *count,
			       &complaint) == CYAML_OK)
			return true;
		const char *key = unexpected_key(yaml, &complaint);
		if (!key)
			return complain(yaml, &complaint, err);
		if (complaint.depth > 1)
			return refuse_field(yaml, key, fields, field_count,
					    err);
		if (*count == YAML_ROWS_MAX)
			break;
		(*rows)[(*count)++].name = key;
	}
	yaml->fault_line = yaml->line;
	return FAILURE(err, "value-names-most",
		       SLOT_NUMBER("most", YAML_ROWS_MAX));
}
