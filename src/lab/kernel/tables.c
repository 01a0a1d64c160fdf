/* tables: how large the kernel's tables of a lab's sockets are.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All network namespaces share one hash table of connections, and its size
 * goes by the machine's memory: 262 144 buckets with 24 GB. Who asks sock_diag
 * for the sockets of a namespace has the kernel walk the whole of it, however
 * few there are, and a lab asks at every call. So a lab brings tables of its
 * own. The setting counts for namespaces that are made from the one in which
 * it stands, hence a first one in which nobody lives (init.c).
 */
#include "lab/kernel/tables.h"

#include "base/mem.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

/* A power of two. The ten thousand connections of a large lab make chains of
 * ten, which cost less than the walk. */
enum { BUCKETS = 1024 };

void tables_shrink_children(void)
{
	static const char *const settings[] = {
		"/proc/sys/net/ipv4/tcp_child_ehash_entries",
		"/proc/sys/net/ipv4/udp_child_hash_entries",
	};
	for (size_t i = 0; i < COUNT(settings); i++) {
		AUTO_CLOSE int fd = open(settings[i], O_WRONLY | O_CLOEXEC);
		if (fd >= 0)
			dprintf(fd, "%d", BUCKETS);
	}
}
