/* distribution: which Linux this is, for the names of packages.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * os-release(5): ID is what it is, ID_LIKE what it is made after, the nearest
 * first. A name of either that is known decides.
 */
#include "lab/doctor/distribution.h"

#include "base/mem.h"
#include "base/text.h"

#include <fcntl.h>
#include <string.h>

static const struct {
	const char *names, *install;
} rows[] = {
	/* clang-format off */
	[DISTRIBUTION_DEBIAN] = {"debian ubuntu", "sudo apt install"},
	[DISTRIBUTION_FEDORA] = {"fedora rhel centos", "sudo dnf install"},
	[DISTRIBUTION_ARCH] = {"arch", "sudo pacman -S"},
	[DISTRIBUTION_ALPINE] = {"alpine", "doas apk add"},
	[DISTRIBUTION_SUSE] = {"suse opensuse", "sudo zypper install"},
	/* clang-format on */
};

static enum distribution named(struct str name)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct str rest = str_from(rows[i].names), word;
		while (str_next_word(&rest, &word))
			if (word.len == name.len &&
			    !memcmp(word.data, name.data, word.len))
				return (enum distribution)i;
	}
	return DISTRIBUTION_COUNT;
}

/* The value of a line such as ID_LIKE="rhel fedora", without its quotes. */
static bool value_of(struct str line, const char *key, struct str *value)
{
	size_t len = strlen(key);
	if (!str_has_prefix(line, key))
		return false;
	*value = str_trim((struct str){line.data + len, line.len - len});
	if (value->len > 1 && (*value->data == '"' || *value->data == '\''))
		*value = (struct str){value->data + 1, value->len - 2};
	return true;
}

static enum distribution find(struct str text, const char *key)
{
	struct str line, value, word;
	enum distribution found = DISTRIBUTION_COUNT;
	while (str_next_line(&text, &line)) {
		if (!value_of(line, key, &value))
			continue;
		while (found == DISTRIBUTION_COUNT &&
		       str_next_word(&value, &word))
			found = named(word);
	}
	return found;
}

enum distribution distribution_of(const char *root)
{
	char bytes[4096];
	AUTO_FREE char *path = xprintf("%s/etc/os-release", root);
	AUTO_CLOSE int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t len = fd >= 0 ? read(fd, bytes, sizeof(bytes)) : 0;
	struct str text = {bytes, len > 0 ? (size_t)len : 0};
	enum distribution own = find(text, "ID=");
	return own == DISTRIBUTION_COUNT ? find(text, "ID_LIKE=") : own;
}

const char *distribution_install(enum distribution distribution)
{
	return distribution < DISTRIBUTION_COUNT ? rows[distribution].install
						 : NULL;
}
