#!/bin/sh
# Prints the narrow recipes of the golden files as JSON into a folder: print-golden-recipes.sh FOLDER
# Small batches and ghost groups; a calm start, since at full rate such a batch makes a step too sensitive to rounding.
set -eu
cd "$(dirname "$0")/../.."
out=$1
print() {
  name=$1
  shift
  node scripts/headless.mjs train --recipe "$name" --print-recipe \
    --set 'length={"unit":"steps","count":20}' "$@" --set batchSize=8 > "$out/$name.json"
}
channels='network.channels=[64,128,256,256]'
print tiny
print page-79 --width 0.0625 --set "$channels"
print page-10 --width 0.0625 --set "$channels" --set network.norm.groupSize=4 \
  --set 'schedule.knots=[[0,0.05],[10,1],[40,0.1]]'
print airbench94 --width 0.0625 --set network.whitening.biasEpochs=1
