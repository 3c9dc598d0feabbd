import { approximateRange, approximateTime, bytesOf, formatBytes, inline } from '../format.ts'

const NBSP = '\u00a0'

const about = (seconds: number) => inline(approximateTime(seconds))

/** Above the curves before a run. */
export const BEFORE = {
  title: 'Teach a network to name 9,400 of 10,000 images it has never seen.',
  lead: 'That is 94% on CIFAR-10, about what a careful person scores. The network trains here, on your own GPU; nothing is uploaded.',
  leadSoftware: (full: number | null, sample: number | null) =>
    `This browser draws on the processor, not the GPU: ${
      full === null ? 'training would take hours' : `training would take about ${about(full)}`
    }. ${sample === null ? 'Trying is for a look.' : `Trying takes about ${about(sample)}.`}`,
  leadMissing: (why: string) => `${why} Chrome 113, Safari 26 and Firefox 141 or later have it.`,
  time: 'Time on this computer, about',
  measuring: 'A test of 2' + NBSP + 's is under way.',
  range: (low: number, high: number, through: string) => `${approximateRange(low, high)}${through}`,
  /** How it computes, or where nothing is worth saying of that, how the time is known. */
  through: {
    webgpu: `, from a test of 2${NBSP}s`,
    webgl: ' through WebGL',
    cpu: ' on the processor',
  },
  train: 'Train to 94%',
  tryNow: 'Try now',
  goOn: (title: string, done: string) => `Go on with ${title}, ${done} done`,
  aboutHere: (seconds: number) => `About ${about(seconds)} here.`,
  download: (bytes: number) => `Training downloads ${formatBytes(bytes)}, once.`,
  partly: (done: number, total: number) =>
    `Training downloads the rest: ${bytesOf(done, total)} are here.`,
  here: 'The images are here: training downloads nothing.',
  noHalves: (why: string) => `${why} It trains in 32.`,
  onlyALook: 'This recipe is for a look: it stays far below 94% on any data.',
  trying: (bytes: number, seconds: number | null) =>
    `Trying uses the 5,000 images shipped with this page, ${formatBytes(bytes)}, and won’t reach 94%${
      seconds === null ? '.' : `; about ${about(seconds)}.`
    }`,
  tryingTiny: (bytes: number) =>
    `Trying uses the 5,000 images shipped with this page, ${formatBytes(bytes)}, and the recipe Tiny.`,
} as const

/** What the window's title says. */
export const TITLE = {
  idle: {
    train: 'lab94: train to 94% in this page',
    compare: 'Runs compared, lab94',
    inside: 'Inside a network, lab94',
  },
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
