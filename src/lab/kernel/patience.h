/* patience: how much longer than elsewhere the kernel of a lab waits.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/text.h"

enum {
	PATIENCE_SYN_RETRIES = 100,
	PATIENCE_FIN_WAIT2 = 600, /* seconds */
};

/* Makes the network namespace of the caller patient, by those of its settings
 * that this kernel has and lets it write; the others stay as they are. */
void patience_set(void);

/* Adds what the settings say now, "tcp_syn_retries 100, …", and those that are
 * not as patient as a lab should be. Returns how many are patient. */
size_t patience_tell(struct buf *out);
