/* room_page: the page with which browsers follow over a broker that somebody
 * else runs, as a file.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A private broker gives its page itself, and knows a room by its code. Of
 * another one a browser has to be told where it is and who comes, which is the
 * same for all talks there: the page is written once, for any web server, or to
 * be handed out.
 */
#include "ui/share/room_page.h"

#include "base/mem.h"
#include "show/page/page.h"
#include "ui/file/output.h"
#include "ui/share/place.h"

bool room_page_check(const char *at, struct err *err)
{
	struct place place;
	return place_read_web(&place, at, err) || err_wrap(err, "follow");
}

bool room_page_write(const char *at, const char *path, struct err *err)
{
	struct place place;
	struct buf page = {0};
	if (!place_read_web(&place, at, err))
		return false;
	AUTO_FREE char *url =
		xprintf("ws%s://%s:%d/%s", place.is_secret ? "s" : "",
			place.host, place.port, place.path);
	const struct page_line line = {
		.url = url,
		.user = *place.user ? place.user : NULL,
		.password = *place.user ? place.password : NULL,
	};
	page_print_room(&line, &page);
	bool ok = output_file(path, &page, err);
	buf_done(&page);
	return ok;
}
