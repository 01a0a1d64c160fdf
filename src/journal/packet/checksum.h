/* checksum: the Internet checksum (RFC 1071), taken in parts.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include <stddef.h>
#include <stdint.h>

/* `sum` and the 16-bit words of the data; an odd byte at the end is the high
 * one of a word. */
uint32_t checksum_add(uint32_t sum, const unsigned char *data, size_t len);

/* The checksum of what was added up. */
unsigned checksum_fold(uint32_t sum);
