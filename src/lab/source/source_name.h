/* source_name: the name of a function as its program writes it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/mem.h"

/* Of a symbol of C++ or Rust such as _ZN6Socket7connectEPKci "Socket::connect";
 * any other as it is. The arena owns it. */
const char *source_name_read(struct arena *arena, const char *symbol);
