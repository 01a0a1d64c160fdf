/* html_kit: what stands around every page of HTML.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A page carries its style and its scripts in itself, and its security policy
 * names them by their digests: nothing else runs there, and nothing is fetched,
 * but for the broker of a talk.
 */
#include "base/escape.h"
#include "base/sentence.h"
#include "show/page/asset.h"
#include "show/page/html_parts.h"

#include <string.h>

void html_add(struct page *page, const char *text)
{
	page_escape(page->out, text, strlen(text));
}

void html_tag(struct page *page, const char *text)
{
	buf_puts(page->out, text);
}

void html_sentence(struct page *page, const char *before, const char *id,
		   const char *behind)
{
	html_tag(page, before);
	html_add(page, sentence_text(id));
	html_tag(page, behind);
}

const struct page_kit page_kit_still = {
	.scripts = {bar_js, page_js},
	.digests = {bar_js_digest, page_js_digest},
	.policy = "",
	.head = "",
};

/* Who follows a talk listens to the broker that gave the page; that one has no
 * icon, for which browsers ask where none is named. */
const struct page_kit page_kit_live = {
	.scripts = {bar_js, mqtt_js, live_js},
	.digests = {bar_js_digest, mqtt_js_digest, live_js_digest},
	.policy = "connect-src ws: wss:; img-src data:; ",
	.head = "<link rel=\"icon\" href=\"data:,\">\n",
};

void page_head(struct buf *out, const char *title, const struct page_kit *kit)
{
	buf_printf(out,
		   "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
		   "<meta charset=\"utf-8\">\n"
		   "<meta name=\"viewport\" content=\"width=device-width, "
		   "initial-scale=1\">\n"
		   "<meta http-equiv=\"Content-Security-Policy\" "
		   "content=\"default-src 'none'; style-src 'sha256-%s'; "
		   "script-src",
		   page_css_digest);
	for (int i = 0; i < PAGE_SCRIPTS && kit->digests[i]; i++)
		buf_printf(out, " 'sha256-%s'", kit->digests[i]);
	buf_printf(out, "; %sbase-uri 'none'; form-action 'none'\">\n%s<title>",
		   kit->policy, kit->head);
	page_escape(out, title, strlen(title));
	buf_printf(out, "</title>\n<style>%s</style>\n</head>\n", page_css);
}

void page_foot(struct buf *out, const struct page_kit *kit)
{
	for (int i = 0; i < PAGE_SCRIPTS && kit->scripts[i]; i++)
		buf_printf(out, "<script>%s</script>\n", kit->scripts[i]);
	buf_puts(out, "</body>\n</html>\n");
}
