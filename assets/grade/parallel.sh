#!/bin/sh
# parallel.sh: grades on several machines with GNU parallel(1).
# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: parallel.sh EXERCISE SUBMISSIONS OUT SEED HOST...
# All hosts have sockstep, and see the folders by the same paths.
set -eu
exercise=$1 submissions=$2 out=$3 seed=$4
shift 4
mkdir -p "$out"
hosts=$(IFS=,; echo "$*")
seq $# | parallel --sshlogin "$hosts" --jobs 1 --line-buffer \
	sockstep grade "$exercise" "$submissions" --out "$out/shard{}" \
	--seed "$seed" --shard "{}/$#"
sockstep grade --merge "$out"/shard* --out "$out/all"
