/* carrier_link: messages between the two processes of a carrier.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lab/wire/carrier_parts.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>

enum { HEAD = offsetof(struct carrier_msg, data) };

enum carrier_sent carrier_send(int link, const struct carrier_msg *msg,
			       int flags)
{
	ssize_t sent;
	do
		sent = send(link, msg, HEAD + msg->len, flags | MSG_NOSIGNAL);
	while (sent < 0 && errno == EINTR);
	if (sent >= 0)
		return CARRIER_SENT;
	// Out of memory for a moment is a full link, too.
	return errno == EAGAIN || errno == ENOBUFS || errno == ENOMEM
		       ? CARRIER_FULL
		       : CARRIER_OVER;
}

bool carrier_receive(int link, struct carrier_msg *msg, bool *over)
{
	ssize_t len;
	do
		len = recv(link, msg, HEAD + CARRIER_DATA, MSG_DONTWAIT);
	while (len < 0 && errno == EINTR);
	if (len < HEAD || (size_t)len != HEAD + msg->len) {
		*over = len >= 0 || errno != EAGAIN;
		return false;
	}
	msg->data[msg->len] = '\0';
	*over = false;
	return true;
}

void carrier_say(struct carrier_msg *msg, enum carrier_word word,
		 const char *text)
{
	msg->word = word;
	msg->failed = false;
	msg->len = strnlen(text, CARRIER_DATA);
	memcpy(msg->data, text, msg->len);
}
