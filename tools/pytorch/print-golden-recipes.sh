#!/bin/sh
# Prints the narrow recipes of the golden files as JSON into a folder: print-golden-recipes.sh FOLDER
# Batches, ghost groups and rates are small: at the presets' rates, a pooling position that rounds the other way makes two
# runs diverge within 20 steps, and no bound on their distance would mean anything.
set -eu
cd "$(dirname "$0")/../.."
out=$1
print() {
  name=$1
  preset=$2
  shift 2
  node scripts/headless.mjs train --recipe "$preset" --print-recipe \
    --set 'length={"unit":"steps","count":20}' "$@" --set batchSize=8 --set schedule.batchSize=8 > "$out/$name.json"
}
channels='network.channels=[64,128,128,128]'
print tiny tiny
print tiny-cutmix tiny --set 'augmentation.cutMix={"side":10,"fromEpoch":1}' \
  --set augmentation.draws=grouped --set augmentation.cutout=5 --set normalisation=learned
print page-79 page-79 --width 0.0625 --set "$channels" --set 'schedule.knots=[[0,0.02],[1,0.03],[2.5,0.01]]'
print page-10 page-10 --width 0.0625 --set "$channels" --set network.norm.groupSize=4 \
  --set augmentation.draws=independent \
  --set 'schedule.knots=[[0,0.03],[1,0.03],[2.5,0.02]]'
print airbench94 airbench94 --width 0.03125 --set network.whitening.biasEpochs=1 \
  --set 'schedule.knots=[[0,0.1],[0.23,0.3],[1,0.05]]'
print airbench94-muon airbench94-muon --width 0.03125 --set network.whitening.biasEpochs=1 \
  --set 'schedule.knots=[[0,0.05],[1,0.03]]'
print lars tiny --width 0.5 --toggle lars=on
print page-bkj page-bkj --width 0.0625 --set 'network.channels=[64,64,64,128]' \
  --set 'schedule.knots=[[0,0.02],[1,0.03],[2.5,0.01]]'
print hlb hlb --width 0.0625 --set 'network.channels=[64,64,128]' \
  --set 'augmentation.cutMix={"side":3,"fromEpoch":1}' --set 'schedule.knots=[[0,0.1],[0.23,0.5],[1,0.1]]'
print no-norm tiny --width 0.5 --toggle batchNorm=off --toggle silu=on
# Images grow at golden steps 5 and 10, Muon rescales before golden steps 1 and 5 but not the others, and the tail average
# starts after step 10 and is written back after step 19. Muon's weight decay is high enough to show in single precision.
print e1 e1 --width 0.03125 --set network.whitening.biasEpochs=0.75 \
  --set 'augmentation.sides=[{"fromEpoch":0,"side":24},{"fromEpoch":0.625,"side":28},{"fromEpoch":1.25,"side":32}]' \
  --set optimiser.convolutions.rescaling.growth=8 --set optimiser.convolutions.weightDecay=0.01 \
  --set averaging.everySteps=3 --set averaging.lastSteps=9 \
  --set 'schedule.knots=[[0,0.05],[2,0.03]]'
