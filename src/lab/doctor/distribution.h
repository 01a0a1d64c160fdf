/* distribution: which Linux this is, for the names of packages.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

enum distribution {
	DISTRIBUTION_DEBIAN, /* and Ubuntu, Mint … */
	DISTRIBUTION_FEDORA, /* and those of Red Hat */
	DISTRIBUTION_ARCH,
	DISTRIBUTION_ALPINE,
	DISTRIBUTION_SUSE,
	DISTRIBUTION_COUNT /* another one */
};

/* What /etc/os-release says, whose name `root` is put before ("" but in
 * tests). */
enum distribution distribution_of(const char *root);

/* "sudo apt install"; NULL for another one. Static. */
const char *distribution_install(enum distribution distribution);
