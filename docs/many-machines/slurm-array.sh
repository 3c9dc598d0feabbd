#!/bin/bash
# A sweep as a Slurm array job, with one shard and one GPU per task. Put your sweep.json into the portable folder and run
# there:
#   sbatch slurm-array.sh
# When submitted again, it skips finished runs and resumes interrupted ones.
# When all tasks have ended: ./run.sh sweep merge runs --out runs.json
#SBATCH --job-name=lab94
#SBATCH --array=0-7
#SBATCH --gres=gpu:1
#SBATCH --cpus-per-task=2
#SBATCH --mem=8G
#SBATCH --time=04:00:00
#SBATCH --requeue
# Two minutes before the time is up, the current run is saved.
#SBATCH --signal=B:TERM@120
#SBATCH --output=slurm-%A_%a.log
set -eu

# The number of tasks in --array. SLURM_ARRAY_TASK_COUNT is smaller if only some of them are submitted again.
SHARDS=8

# Slurm's task numbers start at 0 here, shards at 1.
SHARD=$((SLURM_ARRAY_TASK_ID + 1))

cd "${LAB94_PORTABLE:-${SLURM_SUBMIT_DIR:-.}}"

# Each task unpacks on its node's own disk: tasks that share a folder would unpack over each other.
LAB94_WORK=${TMPDIR:-/tmp}/lab94-$SLURM_ARRAY_JOB_ID-$SLURM_ARRAY_TASK_ID
export LAB94_WORK
trap 'rm -rf "$LAB94_WORK"' EXIT

# In the background, so that this shell gets the signal while it waits, and passes it on.
./run.sh sweep sweep.json --shard "$SHARD/$SHARDS" --out runs &
sweep=$!
trap 'kill -TERM "$sweep"' TERM

# The signal ends `wait` too, but the program needs another moment to save its run.
status=0
wait "$sweep" || status=$?
while kill -0 "$sweep" 2>/dev/null; do
  status=0
  wait "$sweep" || status=$?
done
exit "$status"
