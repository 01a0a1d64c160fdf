/* asset: the style sheet and the script of pages, built into the program.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The files are assets/page.css and assets/page.js. A digest is what a page's
 * security policy names its text by: base64 of SHA-256.
 */
#pragma once

extern const char page_css[], page_css_digest[];
extern const char page_js[], page_js_digest[];
