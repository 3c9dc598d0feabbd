import type { Sort } from '../../runs/history/rows.ts'
import { formatCount, formatNumberOf, formatTime } from '../format.ts'
import { countWords } from './format.ts'
import type { LabelValue, LossOf, XAxis } from './view.ts'

const NBSP = '\u00a0'

const SORT_NAMES: Readonly<Record<Sort, string>> = {
  newest: 'newest first',
  accuracy: 'most accurate first',
  time: 'fastest first',
  name: 'by name',
}

const X_NAMES: Readonly<Record<XAxis, string>> = {
  epoch: 'Epochs',
  step: 'Steps',
  seconds: 'Seconds',
}

const LABEL_NAMES: Readonly<Record<LabelValue, string>> = {
  last: 'Last',
  best: 'Best',
  mean: 'Mean',
}

const LOSS_NAMES: Readonly<Record<LossOf, string>> = { test: 'Test', train: 'Training' }

const seedsWords = (count: number) => formatNumberOf(count, 'seed')

/** The place where runs are compared. */
export const COMPARE = {
  seedKeys: { less: 'One seed less', more: 'One seed more' },
  opening: 'Opening the runs kept here',
  empty: {
    title: 'Runs are kept here, side by side.',
    lead: 'There is none yet. Train one, open a link to somebody else’s, or drop a file of runs on this page.',
    train: 'Go to Train',
    shipped: (count: number) => `Show ${formatNumberOf(count, 'example run')}`,
  },
  finding: {
    nothing: 'Tick a run to draw it.',
    nothingLead:
      'Several at once are compared: what differs between them, and what of it chance explains.',
    unfinished: (name: string) => `${name} has no result.`,
    unfinishedLead: 'A run is judged by its last test, and this one did not come to it.',
    one: (name: string, accuracy: string, time: string) => `${name}: ${accuracy}% in ${time}`,
    seeds: (count: number, low: string, high: string) =>
      `The mean of ${seedsWords(count)}; its 95% interval is ${low} to ${high}%.`,
    oneSeed: (spread: string) =>
      `One run is partly luck: seeds of one recipe differ by about ${spread} points.`,
    on: (device: string, browser: string | null) =>
      `On ${device}${browser === null ? '' : `, in ${browser}`}.`,
    incomparable: 'These runs were tested on different images.',
    incomparableLead: 'Their accuracies are not to be compared; their curves may be.',
    above: (above: string, points: string, below: string) =>
      `${above} is ${points} points above ${below}`,
    same: (a: string, b: string) => `${a} and ${b} are equally accurate`,
    clear: ', which is more than chance',
    chance: ([a, b]: readonly [number, number]) =>
      a === b
        ? `; with ${a} seeds each that may be chance`
        : `; with ${a} and ${b} seeds that may be chance`,
    single: '; from single seeds that may be chance',
    interval: (low: string, high: string) =>
      `95% interval of the difference: ${low} to ${high} points.`,
    noInterval: (spread: string) =>
      `With a single seed there is no interval; single runs differ by about ${spread} points.`,
    settle: (more: number, time: string | null) =>
      `About ${more} more ${more === 1 ? 'seed' : 'seeds'} of each would settle it${time === null ? '' : `: ${time} here`}.`,
    hopeless: (most: number) => `Not even ${most} more seeds of each would be sure to settle it.`,
    queue: 'Queue them',
    runThis: 'Run this here',
    about: (time: string) => `About ${time} here.`,
  },
  list: {
    title: 'Runs',
    drawn: (drawn: number, all: number) => `${drawn} of ${formatCount(all)} drawn`,
    draw: (name: string) => `Draw ${name}`,
    star: (name: string) => `Star ${name}`,
    more: (name: string) => `More on ${name}`,
    accuracy: 'accuracy',
    time: 'time',
    search: 'Search the runs',
    searchHint: 'Search',
    none: 'No run has all of these words.',
    sort: 'Order',
    sorts: SORT_NAMES,
    group: 'Seeds as one',
    show: (count: number) => `Show ${formatCount(count)} more`,
    seeds: seedsWords,
    spread: (deviation: string) => `± ${deviation} between seeds`,
    deleted: (count: number) => `${formatNumberOf(count, 'run')} deleted.`,
    undo: 'Undo',
    unreadable: (count: number) =>
      `${formatNumberOf(count, 'run')} of another version of lab94 ${count === 1 ? 'is' : 'are'} kept here and not shown.`,
    exportJson: 'Export all as JSON',
    exportCsv: 'as CSV',
    import: 'Open a file',
    openLink: 'Open a link',
    linkLabel: 'A link to a run',
    open: 'Open',
    stopped: 'stopped',
    failed: 'failed',
    cutOff: 'cut off',
    sample: '5,000 images',
  },
  origins: {
    here: '',
    link: 'from a link, not verified here',
    file: 'from a file, not verified here',
    shipped: 'shipped with lab94',
  },
  checkedBy: (name: string) => `run again here as ${name}`,
  recipeChanged: 'made by another version of lab94, its recipe may have changed since',
  details: {
    name: 'Name',
    note: 'Note',
    recipe: 'Recipe',
    seed: 'Seed',
    computed: 'Computed',
    code: 'Code',
    clock: 'Clock',
    clockWords: (train: number, wall: number) =>
      `${formatTime(train)} of training, ${formatTime(wall)} in all`,
    ended: 'Ended',
    endings: {
      stopped: (step: number, of: number) =>
        `stopped after step ${formatCount(step)} of ${formatCount(of)}`,
      'cut off': (step: number) =>
        `the page was closed under it; kept up to step ${formatCount(step)}`,
    },
    copyLink: 'Copy link',
    copied: 'Link copied',
    card: 'Save card',
    json: 'JSON',
    csv: 'CSV',
    runAgain: 'Run this here',
    useRecipe: 'Take its recipe',
    repeat: (count: number) =>
      `Repeat with ${countWords(count)} more ${count === 1 ? 'seed' : 'seeds'}`,
    repeatCount: 'Seeds',
    remove: 'Delete',
    removeAll: (count: number) => `Delete all ${count}`,
    seedRow: (seed: number) => `seed ${seed}`,
  },
  charts: {
    label: 'Curves',
    accuracy: 'Accuracy',
    accuracyMeaning: 'test images named right, with the best-prepared weights',
    loss: 'Loss',
    lossMeaning: { test: 'on the test images', train: 'on the training images, step by step' },
    losses: LOSS_NAMES,
    lossLabel: 'Loss on',
    axis: 'Horizontal axis',
    axes: X_NAMES,
    options: 'Axes and smoothing',
    log: 'Logarithmic',
    smoothing: 'Smoothing',
    noSmoothing: 'none',
    epochs: (count: number) => (count === 1 ? `1${NBSP}epoch` : `${count}${NBSP}epochs`),
    labels: 'Labels give',
    labelNames: LABEL_NAMES,
    note: 'Labels show each run at the crosshair, and its final value when the pointer leaves.',
    noteOf: {
      best: 'Labels show each run at the crosshair, and its best value when the pointer leaves.',
      mean: 'Labels show each run at the crosshair, and the mean of its tests when the pointer leaves.',
    },
    band: 'A band is the range of the seeds, from the lowest to the highest.',
    smoothed: 'Faint: as measured. An exponential mean over what came before is drawn above it.',
    cursor: 'Crosshair',
    empty: 'Tick a run to draw its curve.',
    save: 'Save as PNG',
    numbers: {
      title: 'The same numbers as a table',
      run: 'run',
      epoch: 'epoch',
      step: 'step',
      seconds: 'seconds',
      accuracy: 'accuracy, %',
      testLoss: 'test loss',
      trainLoss: 'training loss',
      csv: 'Copy as CSV',
      markdown: 'Copy as Markdown',
      copied: 'Copied',
    },
  },
  differing: {
    title: 'What differs',
    count: (differing: number, all: number) =>
      `${differing} of ${all} settings; the other ${all - differing} are the same`,
    none: 'Nothing differs but the seed.',
    setting: 'Setting',
    seeds: 'Seeds',
    accuracy: 'Accuracy',
    best: 'Best test',
    time: 'Time',
    missing: 'none',
    all: (count: number) => `Show all ${count} settings`,
    fewer: 'Show fewer settings',
  },
  queue: {
    title: 'Queue',
    left: (done: number, all: number, time: string | null) =>
      `${done} of ${all} runs done${time === null ? '' : `, about ${time} left`}`,
    paused: 'Paused.',
    pausedBy: 'It was left so when the page was last closed; nothing starts by itself.',
    pause: 'Pause after this run',
    goOn: 'Go on',
    cancel: 'Cancel the rest',
    cancelOne: (words: string) => `Cancel ${words}`,
    list: 'The runs in it',
    states: {
      waiting: 'waits',
      running: 'runs now',
      done: 'done',
      failed: 'failed',
      stopped: 'stopped',
    },
    item: (recipe: string, seed: number) => `${recipe}, seed ${seed}`,
  },
  imported: (count: number, unreadable: number) =>
    `${formatNumberOf(count, 'run')} opened${unreadable === 0 ? '.' : `; ${formatNumberOf(unreadable, 'run')} of the file cannot be read.`}`,
  noRuns: (name: string) => `${name} holds no runs lab94 can read.`,
} as const
