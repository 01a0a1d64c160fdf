/* number: descriptors and other words that are a number.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/part/row.h"

/* clang-format off */
const struct kind kind_fd = {
	.expected = "a descriptor (a variable or a number)",
	KIND_WORD_NUMBER, .parse = parse_fd, .print_c = c_plain,
	.python = python_fd, .strace = strace_number, .expression = c_plain,
	.read_python = read_python_fd,
};

const struct kind kind_int = {
	.expected = "a number",
	KIND_NUMBER, .parse = parse_int,
};

const struct kind kind_word = {
	.expected = "a machine word such as 0x7ffd4010",
	.words = 1, .parse = parse_word,
	.print_c = c_word, .python = c_word, .strace = strace_word,
	.expression = c_word,
	.encode = encode_word, .decode = decode_word,
	.fetch = fetch_word,
};

const struct kind kind_exit = {
	.expected = "an exit status from 0 to 255",
	KIND_NUMBER, .parse = parse_count,
};

const struct kind kind_seconds = {
	.expected = "a number of seconds",
	KIND_NUMBER, .parse = parse_count,
};

const struct kind kind_backlog = {
	.expected = "a number of connections that may wait",
	KIND_NUMBER, .group = SYMBOL_BACKLOG, .parse = parse_constant,
};
/* clang-format on */
