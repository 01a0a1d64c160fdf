/* syscall_words: the arguments that a row of the table of calls has.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/mem.h"
#include "call/table/syscalls.h"

size_t syscall_parameters(const struct syscall *syscall)
{
	size_t count = 0;
	while (count < COUNT(syscall->parameters) &&
	       syscall->parameters[count].kind)
		count++;
	return count;
}

size_t syscall_words(const struct syscall *syscall,
		     struct syscall_word words[SYSCALL_WORDS_MAX])
{
	size_t count = 0, arg = 0;
	for (size_t i = 0; i < COUNT(syscall->raw) && syscall->raw[i]; i++) {
		const struct kind *row = syscall->raw[i];
		size_t place = row->hidden ? SYSCALL_HIDDEN : arg++;
		for (size_t part = 0; part < row->words; part++)
			words[count++] = (struct syscall_word){syscall->raw[i],
							       place, part};
	}
	return count;
}
