/* pcap: the packets of a run on their way into a capture file.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/file/pcap.h"

#include "base/mem.h"
#include "base/sentence.h"
#include "show/export/pcapng.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

struct pcap {
	char *path;
	int fd; /* -1: lost */
};

static bool fail(const char *path, struct err *err)
{
	return FAILURE(err, "write-packets", SLOT_TEXT("path", path),
		       SLOT_TEXT("reason", strerror(errno)));
}

struct pcap *pcap_open(const char *path, struct err *err)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (fd < 0) {
		fail(path, err);
		return NULL;
	}
	struct pcap *pcap = xcalloc(1, sizeof(*pcap));
	pcap->path = xstrdup(path);
	pcap->fd = fd;
	return pcap;
}

static bool add(struct pcap *pcap, const struct journal *journal, size_t *count,
		struct err *err)
{
	if (!pcap || pcap->fd < 0)
		return true;
	struct buf bytes = {0};
	*count = pcapng_print(journal, 0, journal_count(journal), &bytes);
	bool ok = fd_write(pcap->fd, bytes.data, bytes.len);
	if (!ok) {
		fail(pcap->path, err);
		close(pcap->fd);
		pcap->fd = -1;
	}
	buf_done(&bytes);
	return ok;
}

bool pcap_add(struct pcap *pcap, const struct journal *journal, struct err *err)
{
	size_t count;
	return add(pcap, journal, &count, err);
}

bool pcap_close(struct pcap *pcap, struct err *err)
{
	if (!pcap)
		return true;
	bool ok = pcap->fd < 0 || !close(pcap->fd) || fail(pcap->path, err);
	free(pcap->path);
	free(pcap);
	return ok;
}

bool pcap_write(const char *path, const struct journal *journal, size_t *count,
		struct err *err)
{
	struct pcap *pcap = pcap_open(path, err);
	if (!pcap)
		return false;
	bool ok = add(pcap, journal, count, err);
	struct err unclosed;
	if (!pcap_close(pcap, &unclosed) && ok) {
		*err = unclosed;
		ok = false;
	}
	return ok;
}
