#!/bin/sh
# slurm.sh: grades as an array of Slurm jobs; each grades one shard.
# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: sbatch --array=1-8 slurm.sh EXERCISE SUBMISSIONS OUT SEED
# When all are over: sockstep grade --merge OUT/shard* --out OUT/all
#SBATCH --job-name=sockstep
#SBATCH --cpus-per-task=2
#SBATCH --mem=4G
#SBATCH --time=02:00:00
set -eu
mkdir -p "$3"
exec sockstep grade "$1" "$2" --out "$3/shard$SLURM_ARRAY_TASK_ID" \
	--seed "$4" --shard "$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT" \
	--jobs "${SLURM_CPUS_PER_TASK:-1}"
