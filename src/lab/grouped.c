/* grouped: a lab in a control group.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Most labs only have actors, which make the calls that they are told and no
 * others: they do without. To join one takes the kernel as long as all readers
 * of its tables that are under way (RCU), a hundredth of a second; init does it
 * by itself, and where it is known that programs will come it is asked at once,
 * while they are still being built.
 */
#include "lab/ground/parts.h"

void lab_join_group(struct lab *lab)
{
	if (lab->is_group_asked || !lab->space.namespaces)
		return;
	lab->is_group_asked = true;
	lab->group = group_make(lab->who);
	if (!lab->group)
		return;
	space_msg_init(&lab->msg, SPACE_GROUP);
	lab->msg.fds[0] = lab->group->killed;
	int *next = &lab->msg.fds[1];
	for (size_t i = 0; i < GROUP_TREES; i++)
		if (lab->group->join[i] >= 0)
			*next++ = lab->group->join[i];
	space_send(lab->space.control, &lab->msg);
}
