/* source_name: functions of other languages have the names of their text.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lab/source/source_name.h"

#include <criterion/criterion.h>

static void reads(const char *symbol, const char *name)
{
	struct arena arena = {0};
	const char *read = source_name_read(&arena, symbol);
	cr_expect_str_eq(read, name, "%s: %s", symbol, read);
	arena_done(&arena);
}

Test(source_name, methods_and_functions_are_named_as_they_are_written)
{
	reads("_ZN6Socket7connectEPKci", "Socket::connect");
	reads("_ZNK3net6Socket4portEv", "net::Socket::port");
	reads("_ZN6SocketC2Ev", "Socket::Socket");
	reads("_ZN6SocketD1Ev", "Socket::~Socket");
	reads("_ZL4talkv", "talk");
	reads("_Z4talki", "talk");
	reads("_ZZN6Socket7connectEiENKUlvE_clEv", "Socket::connect::lambda");
	reads("_ZZ4mainENUliE_clEi", "main::lambda");
	reads("_ZN6client4talk17h0123456789abcdefE", "client::talk");
}

Test(source_name, what_is_not_understood_stays)
{
	static const char *const names[] = {
		"main", "_Z",		"_ZN",	       "_ZN6Socket7connect",
		"_Zli", "_Z99999talkv", "_ZN9SocketE", "_Z4talkIiEvT_",
		"",	"_ZN0E",
	};
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		reads(names[i], names[i]);
}
