import { formatBytes, formatCount, formatNumberOf, formatStated } from '../format.ts'

/** Spread of single runs of one recipe, in points; `recipes.md` has the sources. */
const SEED_SPREAD = 0.15

/** Above the curves while a run goes on, and after it. */
export const RUN = {
  readouts: {
    accuracy: 'Accuracy',
    accuracyAfter: (epoch: string) => `Accuracy, after epoch ${epoch}`,
    firstTest: (epoch: string) => `first test after epoch ${epoch}`,
    testAtEnd: 'one test, at the end',
    short: 'images short of 94%',
    above: 'images above 94%',
    right: (of: number) => `of ${formatCount(of)} test images`,
    epoch: 'Epoch',
    step: 'Step',
    of: (whole: string) => `of ${whole}`,
    stepOf: (steps: number) => `of ${formatCount(steps)}`,
    epochOf: (epochs: string) => `of ${epochs} epochs`,
    elapsed: 'Elapsed',
    rate: 'images/s',
    ofPeak: (share: number) => `${Math.round(100 * share)}% of this GPU’s peak`,
    left: 'Left, about',
    inAll: 'in all',
    nothingYet: 'measured from the first steps',
    fromTest: 'from a test of 2\u00a0s',
  },
  keys: {
    pause: 'Pause',
    resume: 'Resume',
    step: 'Step',
    stop: 'Stop',
    again: 'Run again',
    goOn: ({ step, epoch }: { step: number; epoch: number }) =>
      Number.isInteger(epoch)
        ? `Go on from epoch ${epoch}`
        : `Go on from step ${formatCount(step)}`,
    seed: (seed: number) => `Run seed ${seed}`,
    changed: 'Run the changed recipe',
    openRecipe: 'Open the recipe',
    back: 'Back to the start',
    copyLink: 'Copy link',
    copied: 'Link copied',
    card: 'Save card',
  },
  progress: {
    title: 'This run',
    fetching: 'Fetching the images, this once. The clock starts when they are here.',
    fetchPaused: 'The download is paused; what is here stays here.',
    data: 'Reading the images.',
    engine: 'Building the network. The clock starts at the first step.',
    kernels: (compiled: number, total: number) =>
      `Building ${formatNumberOf(total, 'kernel')}, ${formatCount(compiled)} done. The clock starts at the first step.`,
    training: (bytes: number) =>
      bytes === 0 ? 'Training.' : `Training, with ${formatBytes(bytes)} of memory.`,
    next: (epoch: string) => `The next test comes after epoch ${epoch}.`,
    last: 'The last test comes at the end.',
    smallerBatch: (batch: number, asked: number) =>
      `In batches of ${batch}: ${asked} did not fit, and the rates are scaled to it.`,
    dividedNorm: (images: number, batch: number) =>
      `Memory divides each batch: batch norm sees ${formatCount(images)} images at a time, not ${formatCount(batch)}.`,
    clock: 'The clock counts training; tests between epochs are not in it.',
    pausing: 'Pausing after this step.',
    stopping: 'Stopping after this step.',
    paused: (step: number) => `Paused after step ${formatCount(step)}. Step takes one more.`,
  },
  after: {
    wrong: (count: number) =>
      `${formatNumberOf(count, 'test image')} it got wrong, and was surest of`,
    right: (count: number) =>
      `${formatNumberOf(count, 'test image')} it got right, and was least sure of`,
    own: 'Your own picture',
    ownWhat:
      'See what this network takes it for. It is shrunk to 32 × 32 pixels first, which is all the network ever sees, and stays on this computer.',
    choose: 'Choose a picture',
    weights: 'The trained network',
    weightsWhat:
      'All its weights as a safetensors file, which PyTorch and others read; the recipe and the layers are in its metadata.',
    saveWeights: 'Save weights',
  },
  outcome: {
    in: 'in',
    on: (device: string, browser: string | null) =>
      `on ${device}${browser === null ? '' : `, in ${browser}`}`,
    unnamedDevice: 'a GPU the browser does not name',
    published: (
      published: { accuracy: number; seconds: number; device: string },
      changes: number,
    ) =>
      `Published for this recipe: ${published.accuracy.toFixed(1)}% in ${formatStated(published.seconds)} on one ${published.device}${
        changes === 0 ? '' : `, without the ${formatNumberOf(changes, 'change')}`
      }.`,
    luck: `One run is partly luck: seeds of one recipe differ by about ${SEED_SPREAD} points.`,
    augmented: (time: string) => `Making the images on the processor took ${time} of it.`,
    second: 'A second seed says more than a second look.',
    missed: (short: number) => `${formatNumberOf(short, 'image')} short of 94%.`,
    missNear: `Single runs vary by about ${SEED_SPREAD} points, so another seed may well meet it.`,
    missFar: 'That is more than luck between seeds explains.',
    missChanged: 'That is more than luck explains; the changed recipe is the likelier cause.',
    missLook: 'This recipe is for a look, and stays far below.',
    sample: (test: number, train: number) =>
      `of ${formatCount(test)} test images named right, after learning from ${formatCount(train)}. All 50,000 teach far more.`,
    stopped: (step: number, of: number) =>
      `Stopped after step ${formatCount(step)} of ${formatCount(of)}.`,
    stoppedLead: 'The curves are kept up to there.',
    stoppedAt: (accuracy: string) => `The last test stood at ${accuracy}%.`,
    failed: (step: number) => `The run ended after step ${formatCount(step)}.`,
    notStarted: 'The run did not start.',
  },
} as const
