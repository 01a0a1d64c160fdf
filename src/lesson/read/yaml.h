/* yaml: one key of the front matter and its value.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What reads a value stops at the first thing that is not of its shape. So that
 * all faults are told at once, and each on its own line, every key is read by
 * itself. What is read lives in an arena.
 */
#pragma once
#include "base/mem.h"
#include "base/text.h"

enum { YAML_FIELDS_MAX = 4, YAML_ROWS_MAX = 16 };

/* A key with its value, and where it stands in the lesson. */
struct yaml {
	const char *key;
	struct str text; /* the key's line and the indented ones behind it */
	int line;
	struct arena *arena;
	int fault_line; /* after a failure: where, counted in the lesson */
};

/* `name: {field: value, …}`, one row of a table. Fields left out are NULL. */
struct yaml_row {
	const char *name;
	const char *values[YAML_FIELDS_MAX];
};

/* Each reads a value of one shape and fails, with what YAML had to say, when
 * it has another. */
bool yaml_text(struct yaml *yaml, const char **text, struct err *err);
bool yaml_list(struct yaml *yaml, const char ***items, size_t *count,
	       struct err *err);
bool yaml_row(struct yaml *yaml, const char *const *fields, size_t field_count,
	      const char **values, struct err *err);
bool yaml_table(struct yaml *yaml, const char *const *fields,
		size_t field_count, struct yaml_row **rows, size_t *count,
		struct err *err);
