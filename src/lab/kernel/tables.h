/* tables: how large the kernel's tables of a lab's sockets are.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

/* Network namespaces that the caller makes from now on get tables of their own
 * for TCP's connections and UDP's sockets, of the size of a lab. Silent where
 * the kernel lacks the settings (before Linux 6.1) or lets nobody write them:
 * the lab is as true then, and slower. ip-sysctl: tcp_child_ehash_entries,
 * udp_child_hash_entries. */
void tables_shrink_children(void);
