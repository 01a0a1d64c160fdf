/* distribution: which Linux this is, for the names of packages.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

enum distribution {
	DISTRIBUTION_DEBIAN,
	DISTRIBUTION_UBUNTU, /* and Mint … */
	DISTRIBUTION_FEDORA, /* and those of Red Hat */
	DISTRIBUTION_ARCH,
	DISTRIBUTION_ALPINE,
	DISTRIBUTION_SUSE,
	DISTRIBUTION_COUNT /* another one */
};

/* What /etc/os-release says, whose name `root` is put before ("" but in
 * tests). */
enum distribution distribution_of(const char *root);

/* "apt install", which root types; NULL for another one. Static. */
const char *distribution_install(enum distribution distribution);

/* The package with the modules of the kernel `release` that a minimal system
 * lacks; NULL where none is known. The caller frees. */
char *distribution_modules(enum distribution distribution, const char *release);
