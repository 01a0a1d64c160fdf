/* patience: how much longer than elsewhere the kernel of a lab waits.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The kernel's clocks run on while a learner reads: after two minutes of a held
 * SYN connect(2) fails, after one a half-open connection is forgotten, and an
 * orphan in FIN_WAIT2 goes after 60 seconds. Where the kernel has a setting of
 * the namespace for such a limit it is set to more than anybody reads. When
 * something is sent again, and after which pauses, is left as it is: that is
 * what lessons show. tcp_retries2 gives a connection 15 minutes by itself.
 * The 60 seconds of TIME_WAIT have no setting.
 *
 * The counts are of tries, whose pauses double up to two minutes: a hundred of
 * them are three hours.
 *
 * A probe for a lost tail (tcp_early_retrans) is off: a fifth of a second after
 * a segment it sends what Nagle's rule holds back, so that who reads on quickly
 * and who does not would see two different things.
 *
 * An error by ICMP is not held down (icmp_ratelimit): over a loopback device it
 * is not either, and in a lab 127.0.0.1 is behind a wire. After six refused
 * datagrams the seventh would be one that nobody answers, icmp(7).
 *
 * Nor is an answer to a segment that brings nothing new held down for half a
 * second (tcp_invalid_ratelimit): of two window probes in a row, each is
 * answered, however fast or slow the learner is.
 */
#include "lab/kernel/patience.h"

#include "base/mem.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define FOLDER "/proc/sys/net/ipv4/"

static const struct {
	const char *name;
	int value;
} settings[] = {
	{"tcp_syn_retries", PATIENCE_SYN_RETRIES},
	{"tcp_synack_retries", 100},
	{"tcp_orphan_retries", 100},
	{"tcp_fin_timeout", PATIENCE_FIN_WAIT2},
	{"tcp_early_retrans", 0},
	{"icmp_ratelimit", 0},
	{"tcp_invalid_ratelimit", 0},
};

/* The setting's value, or -1 where there is none. */
static int read_setting(const char *name)
{
	char path[64], text[16] = "";
	int value = -1;
	snprintf(path, sizeof(path), FOLDER "%s", name);
	AUTO_CLOSE int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || read(fd, text, sizeof(text) - 1) <= 0 ||
	    sscanf(text, "%d", &value) != 1)
		return -1;
	return value;
}

void patience_set(void)
{
	for (size_t i = 0; i < COUNT(settings); i++) {
		char path[64];
		snprintf(path, sizeof(path), FOLDER "%s", settings[i].name);
		AUTO_CLOSE int fd = open(path, O_WRONLY | O_CLOEXEC);
		if (fd >= 0)
			dprintf(fd, "%d", settings[i].value);
	}
}

size_t patience_tell(struct buf *out)
{
	size_t patient = 0;
	struct buf lacking = {0};
	for (size_t i = 0; i < COUNT(settings); i++) {
		const char *name = settings[i].name;
		int value = read_setting(name);
		bool is_patient = value >= settings[i].value;
		struct buf *to = is_patient ? out : &lacking;
		if (is_patient && patient++)
			buf_puts(out, ", ");
		if (!is_patient)
			buf_puts(&lacking, lacking.len ? ", " : "; not ");
		buf_puts(to, name);
		if (is_patient)
			buf_printf(out, " %d", value);
	}
	buf_add(out, buf_text(&lacking), lacking.len);
	buf_done(&lacking);
	return patient;
}
