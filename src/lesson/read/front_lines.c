/* front_lines: the front matter of a lesson, cut into keys and their lines.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lesson/read/front_lines.h"

#include <ctype.h>
#include <string.h>

bool front_is_comment(struct str line)
{
	struct str text = str_trim(line);
	return !text.len || text.data[0] == '#';
}

static bool continues(struct str line)
{
	return front_is_comment(line) || line.data[0] == ' ' ||
	       line.data[0] == '\t' || str_has_prefix(line, "- ");
}

bool front_begins_key(struct str line)
{
	const char *colon = memchr(line.data, ':', line.len);
	return colon && colon > line.data &&
	       (colon + 1 == line.data + line.len || isspace(colon[1]));
}

int front_take_value(struct str *rest, struct str *text)
{
	int lines = 0;
	struct str next = *rest, line;
	while (str_next_line(&next, &line) && continues(line)) {
		text->len = (size_t)(next.data - text->data);
		*rest = next;
		lines++;
	}
	return lines;
}
