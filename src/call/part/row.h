/* row: what the files of kinds share.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "call/list.h"
#include "call/part/fetch_value.h"
#include "call/part/parse_value.h"
#include "call/part/print_value.h"
#include "call/part/python_read.h"
#include "call/part/raw_value.h"
#include "call/table/syscalls.h"
#include "call/whole/fetch.h"

/* One word that is a number. */
#define KIND_WORD_NUMBER                                                       \
	.words = 1, .encode = encode_int, .decode = decode_int,                \
	.fetch = fetch_word
#define KIND_NUMBER                                                            \
	KIND_WORD_NUMBER, .print_c = c_plain, .python = python_number,         \
			  .strace = strace_number, .expression = c_plain

/* One that is a constant, or flags, of a group. */
#define KIND_CONSTANT(of)                                                      \
	KIND_WORD_NUMBER, .group = SYMBOL_##of, .parse = parse_constant,       \
			  .print_c = c_constant, .python = python_constant,    \
			  .strace = strace_constant, .expression = c_constant
