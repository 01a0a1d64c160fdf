/* bench: what the files of the bench share.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

/* Measures the wire of a lab and prints its lines. */
void bench_wire(void);

/* A program that a bench runs inside the lab: one end of a bulk transfer or of
 * a flood. Returns its exit status. */
int bench_wire_end(int argc, char **argv);
