import { approximateRange, approximateTime, bytesOf, formatBytes, inline } from '../words/format.ts'

const NBSP = '\u00a0'

const about = (seconds: number) => inline(approximateTime(seconds))

/** Above the curves before a run. */
export const BEFORE = {
  title: 'Train a network to recognise 9,400 of 10,000 images it has never seen.',
  lead: 'That’s 94% accuracy on CIFAR-10, about what a careful person scores. The network trains in your browser, on your own GPU. Nothing is uploaded.',
  leadSoftware: (full: number | null, sample: number | null) =>
    `This browser has no GPU access and renders on the CPU, so training would take ${
      full === null ? 'hours' : `about ${about(full)}`
    }. ${
      sample === null
        ? '“Try now” is a quick demonstration.'
        : `“Try now” trains for about ${about(sample)}.`
    }`,
  leadMissing: (why: string) =>
    `${why} Chrome 113, Safari 26, Firefox 141 and newer versions support it.`,
  time: 'Estimated training time on this computer',
  measuring: `Timing your GPU (2${NBSP}s).`,
  range: (low: number, high: number, through: string) => `${approximateRange(low, high)}${through}`,
  /** The backend or, for a GPU, how the time was estimated. */
  through: {
    webgpu: `, from a 2${NBSP}s test`,
    webgl: ' with WebGL',
    cpu: ' on the CPU',
  },
  train: 'Train to 94%',
  tryNow: 'Try now',
  resume: (title: string, done: string) => `Resume ${title} (${done})`,
  aboutHere: (seconds: number) => `About ${about(seconds)} here.`,
  download: (bytes: number) => `Training downloads ${formatBytes(bytes)}, once.`,
  partly: (done: number, total: number) =>
    `Training first downloads the rest (${bytesOf(done, total)} done).`,
  downloaded: 'The images are already downloaded.',
  noF16: (why: string) => `${why} Training will use f32.`,
  demo: 'This is a demo recipe. It stays far below 94% on any data.',
  trying: (bytes: number, seconds: number | null) =>
    `“Try now” uses 5,000 included images (${formatBytes(bytes)})${
      seconds === null ? '' : `, trains for about ${about(seconds)} once the network is built,`
    } and won’t reach 94%.`,
  tryingTiny: (bytes: number) =>
    `“Try now” uses 5,000 included images (${formatBytes(bytes)}) and a quick demo recipe.`,
} as const

/** Titles of the window. */
export const TITLE = {
  idle: {
    train: 'lab94: train to 94% in your browser',
    compare: 'Compare runs · lab94',
    inside: 'Look inside a network · lab94',
  },
  preparing: 'Preparing · lab94',
  running: (percent: number, epoch: string, epochs: string) =>
    `${percent}%, epoch ${epoch} of ${epochs} · lab94`,
  paused: (percent: number) => `Paused at ${percent}% · lab94`,
  done: (accuracy: string, time: string) => `${accuracy}% in ${time} · lab94`,
  stopped: 'Stopped · lab94',
  failed: 'Run failed · lab94',
} as const

/** Announcements for screen readers, once an epoch and whenever the run changes state. */
export const ANNOUNCE = {
  preparing: 'Preparing.',
  running: 'Training started.',
  epoch: (epoch: string, epochs: string, accuracy: string) =>
    `Epoch ${epoch} of ${epochs}: accuracy ${accuracy}%.`,
  paused: 'Paused.',
  resumed: 'Resumed.',
  done: (accuracy: string, time: string) => `Done: ${accuracy}% in ${time}.`,
  stopped: 'Stopped.',
  failed: (message: string) => `The run failed. ${message}`,
} as const
