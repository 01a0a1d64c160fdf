/* checksum: the Internet checksum (RFC 1071), taken in parts.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "journal/packet/checksum.h"

uint32_t checksum_add(uint32_t sum, const unsigned char *data, size_t len)
{
	for (size_t i = 0; i < len; i++)
		sum += i % 2 ? data[i] : (uint32_t)data[i] << 8;
	return sum;
}

unsigned checksum_fold(uint32_t sum)
{
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return ~sum & 0xffff;
}
