/* complete_form: what can stand in a method of Python that C has not as such.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A control message is a tuple in a list, of which the brackets are counted and
 * the parentheses are not: in the first ones a level, a type and the data take
 * turns, in the second ones stand descriptors.
 */
#include "ui/complete/complete_parts.h"

#include <string.h>

enum { IN_LIST = 1, IN_ARRAY = 2 };
enum { LEVEL, TYPE, DATA, MEMBERS }; /* of a tuple */

static void add(struct answers *answers, const char *text)
{
	answers->append = 0;
	answers_add(answers, RANK_FIRST, text);
}

static bool is_behind(struct str text, char c)
{
	text = str_trim(text);
	return text.len && text.data[text.len - 1] == c;
}

static void complete_tuple(struct answers *answers, size_t member,
			   bool is_begun)
{
	static const char array[] = "array.array(\"i\", [";
	if (member == LEVEL && !is_begun)
		add(answers, "(socket.SOL_SOCKET, socket.SCM_RIGHTS, "
			     "array.array(\"i\", [");
	else if (member == LEVEL)
		add(answers, "socket.SOL_SOCKET");
	else if (member == DATA)
		add(answers, array);
	if (member != TYPE)
		return;
	add(answers, "socket.SCM_RIGHTS");
	add(answers, "socket.SCM_CREDENTIALS");
}

static void complete_control(struct answers *answers, struct str text)
{
	struct list_place list = complete_list_place(text);
	if (list.depth == IN_ARRAY) {
		answers->append = 0;
		complete_descriptors(answers);
	} else if (list.depth == IN_LIST) {
		complete_tuple(answers, list.index % MEMBERS,
			       is_behind(text, '(') || list.index % MEMBERS);
	} else {
		add(answers, "[(socket.SOL_SOCKET, socket.SCM_RIGHTS, "
			     "array.array(\"i\", [");
		add(answers, "[]");
	}
}

static void complete_flags(struct answers *answers, enum symbol_group group,
			   struct str text)
{
	struct str none = {"", 0};
	answers->append = 0;
	complete_symbols(answers, group,
			 is_behind(text, '|') ? complete_flags_before(text)
					      : none);
}

void complete_form(struct answers *answers, const struct typed_place *place,
		   struct str text)
{
	if (place->index >= python_form_count(place->form))
		return;
	switch (place->form->parameters[place->index].part) {
	case PYTHON_PART_BUFFERS:
		if (is_behind(text, '('))
			add(answers, "[b\"");
		break;
	case PYTHON_PART_ROOMS:
		add(answers,
		    is_behind(text, '(') ? "[bytearray(" : "bytearray(");
		break;
	case PYTHON_PART_CONTROL:
		complete_control(answers, text);
		break;
	case PYTHON_PART_CONTROL_ROOM:
		add(answers, "socket.CMSG_LEN(4)");
		add(answers, "socket.CMSG_SPACE(12)");
		break;
	case PYTHON_PART_FLAGS:
		complete_flags(answers, SYMBOL_MSG, text);
		break;
	case PYTHON_PART_EVENTS:
		complete_flags(answers, SYMBOL_POLL, text);
		break;
	case PYTHON_PART_FD:
		answers->append = ',';
		complete_descriptors(answers);
		break;
	case PYTHON_PART_ADDRESS:
		answers->append = ')';
		complete_addresses(answers,
				   complete_family(answers, place->owner));
		break;
	case PYTHON_PART_TIMEOUT:
		add(answers, "None");
		break;
	case PYTHON_PART_COUNT:
		break;
	}
}
