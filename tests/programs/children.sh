#!/bin/sh
# children: runs three programs that know nothing of sockets.
# SPDX-License-Identifier: GPL-3.0-or-later
/bin/true
(:)
x=$(/bin/true)
exit "${#x}"
