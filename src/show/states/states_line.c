/* states_line: the state machine of TCP in a few rows, for a small screen.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The same machine as in states_map.c, as a text whose words take the look of
 * the sockets that stand there, or went by.
 */
#include "show/states/machine.h"
#include "show/states/states.h"

#include <assert.h>
#include <string.h>

/* clang-format off */
static const char *const rows[] = {
	"UNCONN ─ listen ─▶ LISTEN ─ SYN ─▶ SYN-RECV ─ ACK ─────┐",
	"   └──── connect ────────────────▶ SYN-SENT ─ SYN-ACK ─┴─▶ ESTAB",
	"ESTAB ─ close ─▶ FIN-WAIT-1 ─ ACK ─▶ FIN-WAIT-2 ─ FIN ─▶ TIME-WAIT ─▶ gone",
	"                     └─ FIN ─▶ CLOSING ─ ACK ────────────────▲",
	"ESTAB ─ FIN ─▶ CLOSE-WAIT ─ close ─▶ LAST-ACK ─ ACK ─▶ gone",
};
/* clang-format on */

static_assert(COUNT(rows) == STATES_LINES, "the header says how many");

static const int states[] = {
	SOCKET_CLOSE,	   SOCKET_LISTEN,      SOCKET_SYN_RECV,
	SOCKET_SYN_SENT,   SOCKET_ESTABLISHED, SOCKET_FIN_WAIT1,
	SOCKET_FIN_WAIT2,  SOCKET_CLOSING,     SOCKET_TIME_WAIT,
	SOCKET_CLOSE_WAIT, SOCKET_LAST_ACK,    MACHINE_GONE,
};

/* That of the first socket that matters most: one that stands there. */
static enum style look_of(const struct paths *paths, int state)
{
	enum style look = STYLE_PAST;
	for (size_t i = 0; i < paths->count; i++) {
		const struct path *path = &paths->items[i];
		for (size_t k = 0; k < path->count; k++) {
			if (path->steps[k].state != state)
				continue;
			if (k + 1 == path->count)
				return path->steps[k].now ? STYLE_CHANGED
							  : STYLE_CURRENT;
			look = STYLE_RESULT;
		}
	}
	return look;
}

static void draw_word(const char *row, const char *word, enum style style,
		      struct area area, int y)
{
	size_t len = strlen(word);
	for (const char *at = strstr(row, word); at; at = strstr(at, word)) {
		int x = (int)text_width(row, (size_t)(at - row));
		area_text(area, x, y, style, word);
		at += len;
	}
}

void states_line_draw(const struct paths *paths, struct area area)
{
	for (int y = 0; y < STATES_LINES; y++) {
		area_text(area, 0, y, STYLE_PAST, rows[y]);
		for (size_t i = 0; i < COUNT(states); i++)
			draw_word(rows[y], path_word(states[i]),
				  look_of(paths, states[i]), area, y);
	}
}
