/* journal_tcpinfo: the table of fields against the structure.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "journal/socket/tcpinfo.h"

#include <criterion/criterion.h>
#include <string.h>

Test(tcpinfo, fields_are_in_order_and_apart)
{
	size_t count, end = 0;
	const struct tcp_field *fields = tcp_fields(&count);
	for (size_t i = 0; i < count; i++) {
		cr_expect_geq(fields[i].offset, end, "%s", fields[i].name);
		end = fields[i].offset + fields[i].size;
		cr_expect_leq(end, sizeof(struct tcp_info));
	}
}

/* The only bytes outside the table are those of the bit fields and padding. */
Test(tcpinfo, nothing_is_left_out)
{
	size_t count, known = 0;
	const struct tcp_field *fields = tcp_fields(&count);
	for (size_t i = 0; i < count; i++)
		known += fields[i].size;
	cr_expect_leq(sizeof(struct tcp_info) - known, 2 + 4);
}

Test(tcpinfo, what_is_set_is_read)
{
	size_t count;
	const struct tcp_field *fields = tcp_fields(&count);
	for (size_t i = 0; i < count; i++) {
		struct tcp_info info;
		memset(&info, 0, sizeof(info));
		uint64_t value = fields[i].size == 1   ? 200
				 : fields[i].size == 4 ? 4000000000u
						       : UINT64_MAX - 1;
		tcp_field_set(&fields[i], &info, value);
		cr_expect_eq(tcp_field_get(&fields[i], &info), value, "%s",
			     fields[i].name);
		struct tcp_info zero;
		memset(&zero, 0, sizeof(zero));
		cr_expect_eq(tcp_info_same(&info, &zero), fields[i].ticks, "%s",
			     fields[i].name);
	}
}

Test(tcpinfo, named_as_the_kernel_does)
{
	struct tcp_info info = {.tcpi_snd_cwnd = 10, .tcpi_bytes_acked = 19};
	size_t count, found = 0;
	const struct tcp_field *fields = tcp_fields(&count);
	for (size_t i = 0; i < count; i++) {
		uint64_t value = tcp_field_get(&fields[i], &info);
		if (!strcmp(fields[i].name, "snd_cwnd"))
			found += value == 10;
		else if (!strcmp(fields[i].name, "bytes_acked"))
			found += value == 19;
		else
			cr_expect_eq(value, 0, "%s", fields[i].name);
	}
	cr_expect_eq(found, 2);
}
