"""leftovers: what a lab could leave on the machine.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import os


def leftovers():
    """Mounts, and files of ours."""
    with open("/proc/self/mounts", encoding="utf-8") as mounts:
        # The tests' own folders have a dash behind the name.
        files = [name for folder in ("/tmp", "/dev/shm")
                 for name in os.listdir(folder)
                 if name.startswith("sockstep")
                 and not name.startswith("sockstep-")]
        return sorted(mounts), sorted(files)
