/* distribution: which Linux this is, for the names of packages.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * os-release(5): ID is what it is, ID_LIKE what it is made after, the nearest
 * first. A name of either that is known decides.
 */
#include "lab/doctor/distribution.h"

#include "base/mem.h"
#include "base/sentence.h"
#include "base/text.h"

#include <fcntl.h>
#include <string.h>

static const struct {
	const char *names, *install;
	const char *modules; /* the kernel's release goes behind '-' */
} rows[] = {
	/* clang-format off */
	[DISTRIBUTION_DEBIAN] = {"debian", NOTATION("apt install"), "linux-image-"},
	[DISTRIBUTION_UBUNTU] = {"ubuntu", NOTATION("apt install"), "linux-modules-extra-"},
	[DISTRIBUTION_FEDORA] = {"fedora rhel centos", NOTATION("dnf install"), "kernel-modules-"},
	[DISTRIBUTION_ARCH] = {"arch", NOTATION("pacman -S"), NULL}, // all are in its package
	[DISTRIBUTION_ALPINE] = {"alpine", NOTATION("apk add"), "linux-lts"},
	[DISTRIBUTION_SUSE] = {"suse opensuse", NOTATION("zypper install"), "kernel-default"},
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

char *distribution_modules(enum distribution distribution, const char *release)
{
	const char *modules = distribution < DISTRIBUTION_COUNT
				      ? rows[distribution].modules
				      : NULL;
	if (!modules)
		return NULL;
	bool is_named_by = modules[strlen(modules) - 1] == '-';
	return xprintf("%s%s", modules, is_named_by ? release : "");
}
