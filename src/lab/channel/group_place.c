/* group_place: where in the trees of control groups we are.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/mem.h"
#include "lab/channel/group.h"

#include <stdio.h>
#include <string.h>

/* How a tree is told from others: its type, and what it controls ("": all). */
struct tree {
	const char *type, *controller;
};

static const struct tree trees[GROUP_TREES] = {
	[GROUP_UNIFIED] = {"cgroup2", ""},
	[GROUP_MEMORY] = {"cgroup", "memory"},
	[GROUP_PROCESSES] = {"cgroup", "pids"},
};

static struct str drop(struct str text, size_t count)
{
	return (struct str){text.data + count, text.len - count};
}

/* Whether `word` is one of those in a list that has commas between them. */
static bool has_word(struct str list, const char *word)
{
	while (list.len) {
		const char *comma = memchr(list.data, ',', list.len);
		size_t len = comma ? (size_t)(comma - list.data) : list.len;
		if (str_is((struct str){list.data, len}, word))
			return true;
		list = drop(list, len + (comma != NULL));
	}
	return false;
}

/* Our group in a tree: of a line "4:memory:/group" what is behind the second
 * colon. */
static bool find_own(const struct tree *tree, struct str groups,
		     struct str *own)
{
	struct str line;
	while (str_next_line(&groups, &line)) {
		const char *end = line.data + line.len;
		const char *names = memchr(line.data, ':', line.len);
		const char *path = names ? memchr(names + 1, ':',
						  (size_t)(end - names) - 1)
					 : NULL;
		if (!path)
			continue;
		struct str list = {names + 1, (size_t)(path - names) - 1};
		*own = (struct str){path + 1, (size_t)(end - path) - 1};
		if (*tree->controller ? has_word(list, tree->controller)
				      : !list.len)
			return true;
	}
	return false;
}

/* Of a line of mountinfo, see proc(5), the words that count here. */
struct mounted {
	char root[512], at[512], type[32], options[512];
};

static bool read_mount(struct str line, struct mounted *mounted)
{
	char text[2048];
	snprintf(text, sizeof(text), "%.*s", (int)line.len, line.data);
	const char *rest = strstr(text, " - ");
	return rest &&
	       sscanf(text, "%*s %*s %*s %511s %511s", mounted->root,
		      mounted->at) == 2 &&
	       sscanf(rest, " - %31s %*s %511s", mounted->type,
		      mounted->options) == 2;
}

static bool find_mount(const struct tree *tree, struct str mounts,
		       struct mounted *mounted)
{
	struct str line;
	while (str_next_line(&mounts, &line))
		if (read_mount(line, mounted) &&
		    !strcmp(mounted->type, tree->type) &&
		    (!*tree->controller ||
		     has_word(str_from(mounted->options), tree->controller)))
			return true;
	return false;
}

void group_places(enum group_tree which, const char *mounts, const char *groups,
		  struct buf *out)
{
	struct str own;
	struct mounted mounted;
	const struct tree *tree = &trees[which];
	if (!find_own(tree, str_from(groups), &own) ||
	    !find_mount(tree, str_from(mounts), &mounted))
		return;
	// Of a tree a container may see a part only.
	size_t hidden = strcmp(mounted.root, "/") ? strlen(mounted.root) : 0;
	if (hidden && !str_has_prefix(own, mounted.root))
		return;
	own = drop(own, hidden);
	while (own.len && own.data[own.len - 1] == '/')
		own.len--;
	while (true) {
		buf_printf(out, "%s%.*s\n", mounted.at, (int)own.len, own.data);
		if (!own.len || *tree->controller)
			return;
		while (own.len && own.data[own.len - 1] != '/')
			own.len--;
		own.len -= own.len > 0;
	}
}
