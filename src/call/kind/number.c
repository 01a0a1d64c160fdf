/* number: descriptors and other words that are a number.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/sentence.h"
#include "call/part/row.h"

/* clang-format off */
const struct kind kind_fd = {
	.expected = SENTENCE_ID("wants-descriptor-variable-number"),
	KIND_WORD_NUMBER, .parse = parse_fd, .print_c = c_plain,
	.python = python_fd, .strace = strace_number, .expression = c_plain,
	.read_python = read_python_fd,
};

const struct kind kind_int = {
	.expected = SENTENCE_ID("wants-number"),
	KIND_NUMBER, .parse = parse_int,
};

const struct kind kind_word = {
	.expected = SENTENCE_ID("wants-machine-word-0x7ffd4010"),
	.words = 1, .parse = parse_word,
	.print_c = c_word, .python = c_word, .strace = strace_word,
	.expression = c_word,
	.encode = encode_word, .decode = decode_word,
	.fetch = fetch_word,
};

const struct kind kind_exit = {
	.expected = SENTENCE_ID("wants-exit-status-from"),
	KIND_NUMBER, .parse = parse_count,
};

const struct kind kind_seconds = {
	.expected = SENTENCE_ID("wants-number-seconds"),
	KIND_NUMBER, .parse = parse_count,
};

const struct kind kind_backlog = {
	.expected = SENTENCE_ID("wants-number-connections-may"),
	KIND_NUMBER, .group = SYMBOL_BACKLOG, .parse = parse_constant,
};
/* clang-format on */
