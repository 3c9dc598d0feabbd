#!/bin/sh
# Prints the recipes of the study as JSON into a folder: print-study-recipes.sh FOLDER
# An eighth of the channels, and batches of 128: four epochs of 10,000 images are 312 steps.
set -eu
cd "$(dirname "$0")/../.."
out=$1
print() {
  file=$1
  preset=$2
  shift 2
  node scripts/headless.mjs train --recipe "$preset" --print-recipe --width 0.125 --batch 128 --epochs 4 "$@" \
    > "$out/$file.json"
}
mkdir -p "$out"
print page page-10
print page-no-smoothing page-10 --toggle labelSmoothing=off
print page-no-whitening page-10 --toggle whitening=off
print page-no-ghost page-10 --toggle ghostNorm=off
print page-alternating page-10 --toggle alternatingFlip=on
print airbench airbench94
print airbench-random-mirror airbench94 --toggle alternatingFlip=off
