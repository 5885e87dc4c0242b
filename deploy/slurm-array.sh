#!/bin/sh
#SBATCH --job-name=communique
#SBATCH --cpus-per-task=4
#SBATCH --mem=6G
#SBATCH --time=12:00:00
#
# An array of jobs that reads archives, a share each, and a last job that makes the batch whole:
#     array=$(sbatch --parsable --array=0-31 deploy/slurm-array.sh /data/crawl /data/records)
#     sbatch --dependency=afterany:$array deploy/slurm-array.sh /data/crawl /data/records
# Both folders must be mounted on every machine under these names. Exit code 1 says that some reports failed.
set -eu
input=$1 output=$2
jobs=${SLURM_CPUS_PER_TASK:-1}

if [ -n "${SLURM_ARRAY_TASK_ID:-}" ]; then
    exec communique batch "$input" --output "$output" --jobs "$jobs" \
        --shard "$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT"
fi
exec communique batch "$input" --output "$output" --jobs "$jobs"
