/* escape: text as the forms of a report have it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All take text that was made of glyphs (base/text.h), or is our own.
 */
#pragma once
#include "base/text.h"

/* A description of TAP: a \\ in front of what means something there. */
void escape_tap(const char *text, struct buf *out);

/* One line of YAML within single quotes. */
void escape_yaml(const char *text, struct buf *out);

/* Text of XML, and a value within double quotes. Control characters, which XML
 * cannot have in any form, are left out. */
void escape_xml(const char *text, struct buf *out);

/* A field of CSV (RFC 4180), in quotes where it needs them. What a spreadsheet
 * would take for a formula has a ' in front. */
void escape_csv(const char *text, struct buf *out);
