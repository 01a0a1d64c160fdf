/* fetch_value: one argument of another process's call, by its kind.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "call/kind.h"

kind_fetch_fn fetch_word, fetch_in, fetch_address, fetch_room, fetch_peer,
	fetch_nothing;
