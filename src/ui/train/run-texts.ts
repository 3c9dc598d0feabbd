import type { Published } from '../../recipe/presets/preset.ts'
import { formatBytes, formatCount, formatNumberOf, formatStated } from '../words/format.ts'

const pointOf = ({ step, epoch }: { step: number; epoch: number }): string =>
  Number.isInteger(epoch) ? `epoch ${epoch}` : `step ${formatCount(step)}`

/** Above the curves, during and after a run. */
export const RUN = {
  readouts: {
    accuracy: 'Accuracy',
    accuracyAfter: (epoch: string) => `Accuracy after epoch ${epoch}`,
    firstTest: (epoch: string) => `first test after epoch ${epoch}`,
    untested: 'not yet tested',
    testAtEnd: 'tested once, at the end',
    short: 'images short of 94%',
    above: 'images above 94%',
    correct: (of: number) => `of ${formatCount(of)} test images`,
    epoch: 'Epoch',
    step: 'Step',
    of: (whole: string) => `of ${whole}`,
    stepOf: (steps: number) => `of ${formatCount(steps)}`,
    epochOf: (epochs: string) => `of ${epochs} epochs`,
    elapsed: 'Elapsed',
    rate: 'images/s',
    ofPeak: (share: number) => `${Math.round(100 * share)}% of this GPU’s peak`,
    left: 'Time left, about',
    inTotal: 'in total',
    nothingYet: 'known after the first steps',
    fromTest: 'from a 2\u00a0s test',
  },
  buttons: {
    pause: 'Pause',
    resume: 'Resume',
    step: 'Step',
    stop: 'Stop',
    again: 'Run again',
    resumeSaved: (at: { step: number; epoch: number }) => `Resume from ${pointOf(at)}`,
    halfRate: (at: { step: number; epoch: number } | null) =>
      at === null
        ? 'Run again at half the learning rate'
        : `Resume from ${pointOf(at)} at half the learning rate`,
    seed: (seed: number) => `Run seed ${seed}`,
    changed: 'Run the changed recipe',
    openRecipe: 'Open recipe',
    back: 'Back to start',
    copyLink: 'Copy link',
    copied: 'Link copied',
    card: 'Save card',
  },
  progress: {
    title: 'This run',
    fetching: 'Downloading the images, once. The clock starts at the first step.',
    fetchPaused: 'The download is paused. What has arrived is stored.',
    data: 'Reading the images.',
    device: 'Waiting for the GPU. Training then resumes automatically.',
    interrupted: (loss: string, from: { step: number; epoch: number } | null) =>
      `${loss} Training resumed from ${from === null ? 'the start' : pointOf(from)}.`,
    stalled: (seconds: number) =>
      `The GPU has not responded for ${seconds.toFixed(0)} s. Training continues when it does. If you stop, the last checkpoint stays saved.`,
    answered: (seconds: number) =>
      `The GPU did not respond for ${seconds.toFixed(0)} s. This is not counted as training time.`,
    engine: 'Building the network. The clock starts at the first step.',
    kernels: (compiled: number, total: number) =>
      `Compiling ${formatNumberOf(total, 'kernel')}, ${formatCount(compiled)} done. The clock starts at the first step.`,
    training: (bytes: number) =>
      bytes === 0 ? 'Training.' : `Training, using ${formatBytes(bytes)} of memory.`,
    next: (epoch: string) => `Next test: after epoch ${epoch}.`,
    last: 'Next test: at the end of the run.',
    smallerBatch: (batch: number, requested: number) =>
      `The batch size is ${batch}, because ${requested} did not fit in memory. The learning rates are scaled to match.`,
    dividedNorm: (images: number, batch: number) =>
      `To save memory, each batch is split: batch norm sees ${formatCount(images)} images at a time, not ${formatCount(batch)}.`,
    clock: 'The clock counts training only, not the tests between epochs.',
    pausing: 'Pausing after this step.',
    stopping: 'Stopping after this step.',
    paused: (step: number) => `Paused after step ${formatCount(step)}. Press Step to run one more.`,
  },
  after: {
    wrong: (count: number) => formatNumberOf(count, 'most confident mistake'),
    right: (count: number) => formatNumberOf(count, 'least confident correct prediction'),
    own: 'Your own picture',
    ownWhat:
      'See how this network classifies it. It’s shrunk to 32 × 32 pixels first, which is all the network ever sees, and stays on this computer.',
    choose: 'Choose a picture',
    weights: 'The trained network',
    weightsWhat:
      'All weights as a safetensors file, which PyTorch and other tools can read. Its metadata holds the recipe and the layers.',
    saveWeights: 'Save weights',
  },
  outcome: {
    in: 'in',
    on: (device: string, browser: string | null) =>
      `on ${device}${browser === null ? '' : `, in ${browser}`}`,
    unnamedDevice: 'an unnamed GPU',
    published: ({ accuracy, seconds, device, reached }: Published, changes: number) =>
      `Published result for this recipe${changes === 0 ? '' : ` without your ${formatNumberOf(changes, 'change')}`}: ${accuracy.toFixed(1)}% in ${formatStated(seconds)} on one ${device}${
        reached === undefined ? '' : `, at least 94% in ${reached.runs} of ${reached.of} runs`
      }.`,
    luck: (spread: string) =>
      `One run is partly luck: seeds differ by about ${spread} points. Run another to see.`,
    augmented: (time: string) => `Augmentation on the CPU took ${time} of that time.`,
    second: 'Run another seed to see how much is luck.',
    missed: (short: number) => `${formatNumberOf(short, 'image')} short of 94%.`,
    missNear: (spread: string) =>
      `Single runs vary by about ${spread} points, so another seed may well reach it.`,
    missFar: 'That is more than seeds usually differ by.',
    missChanged: 'That is more than seeds usually differ by, so your changes are the likely cause.',
    missDemo: 'This is a demo recipe. It stays far below 94%.',
    sample: (test: number, train: number) =>
      `of ${formatCount(test)} test images classified correctly, after training on ${formatCount(train)}. With all 50,000, a network learns far more.`,
    stopped: (step: number, of: number) =>
      `Stopped after step ${formatCount(step)} of ${formatCount(of)}.`,
    stoppedLead: 'The curves up to this step are saved.',
    stoppedAt: (accuracy: string) => `Accuracy at the last test: ${accuracy}%.`,
    failed: (step: number) => `The run failed after step ${formatCount(step)}.`,
    notStarted: 'The run did not start.',
  },
} as const
