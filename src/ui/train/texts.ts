import {
  approximateRange,
  approximateTime,
  bytesOf,
  formatBytes,
  formatCount,
  formatNumberOf,
  formatStated,
  inline,
} from '../format.ts'

const NBSP = '\u00a0'

/** Spread of single runs of one recipe, in points; `recipes.md` has the sources. */
const SEED_SPREAD = 0.15

const about = (seconds: number) => inline(approximateTime(seconds))

/** Above the curves. */
export const STRIP = {
  before: {
    title: 'Teach a network to name 9,400 of 10,000 images it has never seen.',
    lead: 'That is 94% on CIFAR-10, about what a careful person scores. The network trains here, on your own GPU; nothing is uploaded.',
    leadSoftware: (full: number | null, sample: number | null) =>
      `This browser draws on the processor, not the GPU: ${
        full === null ? 'training would take hours' : `training would take about ${about(full)}`
      }. ${sample === null ? 'Trying is for a look.' : `Trying takes about ${about(sample)}.`}`,
    leadMissing: (why: string) => `${why} Chrome 113, Safari 26 and Firefox 141 or later have it.`,
    time: 'Time on this computer, about',
    unnamed: 'The browser does not name this GPU.',
    measuring: 'A test of 2' + NBSP + 's is under way.',
    range: (low: number, high: number) =>
      `${approximateRange(low, high)}, from a test of 2${NBSP}s`,
    through: { webgpu: null, webgl: 'through WebGL, which is slower', cpu: 'on the processor' },
    train: 'Train to 94%',
    tryNow: 'Try now',
    aboutHere: (seconds: number) => `About ${about(seconds)} here.`,
    download: (bytes: number) => `Training downloads ${formatBytes(bytes)}, once.`,
    partly: (done: number, total: number) =>
      `Training downloads the rest: ${bytesOf(done, total)} are here.`,
    here: 'The images are here: training downloads nothing.',
    onlyALook: 'This recipe is for a look: it stays far below 94% on any data.',
    trying: (bytes: number, seconds: number | null) =>
      `Trying uses the 5,000 images shipped with this page, ${formatBytes(bytes)}, and won’t reach 94%${
        seconds === null ? '.' : `; about ${about(seconds)}.`
      }`,
    tryingTiny: (bytes: number) =>
      `Trying uses the 5,000 images shipped with this page, ${formatBytes(bytes)}, and the recipe Tiny.`,
  },
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
    left: 'Left, about',
    inAll: 'in all',
    nothingYet: 'measured from the first steps',
    fromTest: 'from a test of 2\u00a0s',
  },
  keys: {
    pause: 'Pause',
    resume: 'Go on',
    step: 'Step',
    stop: 'Stop',
    again: 'Run again',
    seed: (seed: number) => `Run seed ${seed}`,
    changed: 'Run the changed recipe',
    openRecipe: 'Open the recipe',
    back: 'Back to the start',
  },
  progress: {
    fetching: 'Fetching the images, this once. The clock starts when they are here.',
    fetchPaused: 'The download is paused; what is here stays here.',
    unpacking: 'Reading the images. The clock starts when they are here.',
    data: 'Reading the images.',
    engine: 'Preparing the GPU. The clock starts at the first step.',
    kernels: 'Building the GPU programs. The clock starts at the first step.',
    download: 'Download',
    downloadState: (done: number, total: number, rate: number | null, left: number | null) =>
      [
        bytesOf(done, total),
        rate === null ? null : `${formatBytes(rate)}/s`,
        left === null ? null : `${about(left)} left`,
      ]
        .filter((part) => part !== null)
        .join(', '),
    training: (bytes: number) =>
      bytes === 0 ? 'Training.' : `Training, with ${formatBytes(bytes)} of memory.`,
    next: (epoch: string) => `The next test comes after epoch ${epoch}.`,
    last: 'The last test comes at the end.',
    smallerBatch: (batch: number, asked: number) =>
      `In batches of ${batch}: ${asked} did not fit, and the rates are scaled to it.`,
    clock: 'The clock counts training; tests between epochs are not in it.',
    pausing: 'Pausing after this step.',
    stopping: 'Stopping after this step.',
    paused: (step: number) => `Paused after step ${formatCount(step)}. Step takes one more.`,
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

/** What the window's title says. */
export const TITLE = {
  idle: 'lab94: train to 94% in this page',
  preparing: 'Preparing, lab94',
  running: (percent: number, epoch: string, epochs: string) =>
    `${percent}%, epoch ${epoch} of ${epochs}, lab94`,
  paused: (percent: number) => `Paused at ${percent}%, lab94`,
  done: (accuracy: string, time: string) => `${accuracy}% in ${time}, lab94`,
  stopped: 'Stopped, lab94',
  failed: 'The run ended early, lab94',
} as const

/** What a screen reader is told, once an epoch and at each turn. */
export const ANNOUNCE = {
  preparing: 'Preparing.',
  running: 'Training has started.',
  epoch: (epoch: string, epochs: string, accuracy: string) =>
    `Epoch ${epoch} of ${epochs}: accuracy ${accuracy}%.`,
  paused: 'Paused.',
  done: (accuracy: string, time: string) => `Done: ${accuracy}% in ${time}.`,
  stopped: 'Stopped.',
  failed: (message: string) => `The run ended early. ${message}`,
} as const
