/* parse_value: reading one argument of a call, by its kind.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "call/kind.h"
#include "call/reader.h"

kind_parse_fn parse_fd, parse_constant, parse_count, parse_address, parse_data;
kind_parse_fn parse_word;
kind_parse_fn parse_option_value; /* in parse_option.c */
