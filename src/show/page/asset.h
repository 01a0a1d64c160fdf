/* asset: the style sheet and the scripts of pages, built into the program.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The files are assets/page.css, assets/page.js and so on. A digest is what a
 * page's security policy names its text by: base64 of SHA-256.
 */
#pragma once

extern const char page_css[], page_css_digest[];

/* bar: what the two scripts that show moves have in common. */
extern const char bar_js[], bar_js_digest[];

/* page: a run that is over. */
extern const char page_js[], page_js_digest[];

/* live: a talk that goes on, which comes over mqtt. */
extern const char mqtt_js[], mqtt_js_digest[];
extern const char live_js[], live_js_digest[];
