/* tcpinfo: the fields of the kernel's struct tcp_info by name.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "journal/socket/tcpinfo.h"

#include "base/mem.h"

#include <assert.h>
#include <string.h>

#define FIELD(name)                                                            \
	{                                                                      \
#name, offsetof(struct tcp_info, tcpi_##name),                 \
			sizeof(((struct tcp_info *)0)->tcpi_##name), false     \
	}
#define TICKS(name)                                                            \
	{                                                                      \
#name, offsetof(struct tcp_info, tcpi_##name),                 \
			sizeof(((struct tcp_info *)0)->tcpi_##name), true      \
	}

/* clang-format off */
static const struct tcp_field fields[] = {
	FIELD(state),
	FIELD(ca_state),
	FIELD(retransmits),
	FIELD(probes),
	FIELD(backoff),
	FIELD(options),
	TICKS(rto),
	TICKS(ato),
	FIELD(snd_mss),
	FIELD(rcv_mss),
	FIELD(unacked),
	FIELD(sacked),
	FIELD(lost),
	FIELD(retrans),
	FIELD(fackets),
	TICKS(last_data_sent),
	TICKS(last_ack_sent),
	TICKS(last_data_recv),
	TICKS(last_ack_recv),
	FIELD(pmtu),
	FIELD(rcv_ssthresh),
	TICKS(rtt),
	TICKS(rttvar),
	FIELD(snd_ssthresh),
	FIELD(snd_cwnd),
	FIELD(advmss),
	FIELD(reordering),
	TICKS(rcv_rtt),
	TICKS(rcv_space),
	FIELD(total_retrans),
	TICKS(pacing_rate),
	TICKS(max_pacing_rate),
	FIELD(bytes_acked),
	FIELD(bytes_received),
	FIELD(segs_out),
	FIELD(segs_in),
	FIELD(notsent_bytes),
	TICKS(min_rtt),
	FIELD(data_segs_in),
	FIELD(data_segs_out),
	TICKS(delivery_rate),
	TICKS(busy_time),
	TICKS(rwnd_limited),
	TICKS(sndbuf_limited),
	FIELD(delivered),
	FIELD(delivered_ce),
	FIELD(bytes_sent),
	FIELD(bytes_retrans),
	FIELD(dsack_dups),
	FIELD(reord_seen),
	FIELD(rcv_ooopack),
	FIELD(snd_wnd),
};
/* clang-format on */

const struct tcp_field *tcp_fields(size_t *count)
{
	*count = COUNT(fields);
	return fields;
}

uint64_t tcp_field_get(const struct tcp_field *field,
		       const struct tcp_info *info)
{
	const char *place = (const char *)info + field->offset;
	uint8_t byte;
	uint32_t word;
	uint64_t value;
	switch (field->size) {
	case sizeof(byte):
		memcpy(&byte, place, sizeof(byte));
		return byte;
	case sizeof(word):
		memcpy(&word, place, sizeof(word));
		return word;
	default:
		assert(field->size == sizeof(value));
		memcpy(&value, place, sizeof(value));
		return value;
	}
}

void tcp_field_set(const struct tcp_field *field, struct tcp_info *info,
		   uint64_t value)
{
	char *place = (char *)info + field->offset;
	uint8_t byte = (uint8_t)value;
	uint32_t word = (uint32_t)value;
	switch (field->size) {
	case sizeof(byte):
		memcpy(place, &byte, sizeof(byte));
		break;
	case sizeof(word):
		memcpy(place, &word, sizeof(word));
		break;
	default:
		assert(field->size == sizeof(value));
		memcpy(place, &value, sizeof(value));
	}
}

bool tcp_info_same(const struct tcp_info *a, const struct tcp_info *b)
{
	if (!a || !b)
		return a == b;
	for (size_t i = 0; i < COUNT(fields); i++) {
		if (!fields[i].ticks && tcp_field_get(&fields[i], a) !=
						tcp_field_get(&fields[i], b))
			return false;
	}
	return true;
}
