import type { Sort } from '../../runs/history/rows.ts'
import { formatCount, formatNumberOf, formatTime } from '../words/format.ts'
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

const LOSS_MEANINGS: Readonly<Record<LossOf, string>> = {
  test: 'on the test images',
  train: 'on the training images, at each step',
}

const LOSS_NAMES: Readonly<Record<LossOf, string>> = { test: 'Test', train: 'Training' }

const capitalised = (words: string) => words.charAt(0).toUpperCase() + words.slice(1)

const seedsWords = (count: number) => formatNumberOf(count, 'seed')

/** Texts of the Compare view. */
export const COMPARE = {
  seedButtons: { less: 'Fewer seeds', more: 'More seeds' },
  opening: 'Loading your runs',
  empty: {
    title: 'Compare your runs',
    lead: 'No runs yet. Train one, open a link to somebody else’s run, or drop a file of runs on this page.',
    train: 'Go to Train',
    shipped: (count: number) => `Show ${formatNumberOf(count, 'example run')}`,
  },
  finding: {
    nothing: 'Select a run to plot it',
    nothingLead:
      'Select several to compare them: which settings differ, and whether the difference in accuracy could be chance.',
    unfinished: (name: string) => `${name} has no result`,
    unfinishedLead: 'A run’s result is its final test, and this run ended before it.',
    one: (name: string, accuracy: string, time: string) => `${name}: ${accuracy}% in ${time}`,
    seeds: (count: number, low: string, high: string) =>
      `Mean of ${seedsWords(count)}, 95% confidence interval ${low} to ${high}%.`,
    oneSeed: (seeds: number, spread: string) =>
      seeds === 1
        ? `One run is partly luck: between seeds, accuracy has a standard deviation of about ${spread} points.`
        : `${seedsWords(seeds)} are too few for a confidence interval. Between seeds, accuracy has a standard deviation of about ${spread} points.`,
    on: (device: string, browser: string | null) =>
      `On ${device}${browser === null ? '' : `, in ${browser}`}.`,
    repeated: (a: string, b: string) => `${a} and ${b} are the same run twice`,
    repeatedLead:
      'They have the same recipe, seed and images, so any difference is rounding. To learn something, run another seed or change the recipe.',
    incomparable: 'These runs were tested on different images',
    incomparableLead: 'Their accuracies can’t be compared. The shapes of their curves can.',
    above: (above: string, points: string, below: string) =>
      `${above} is ${points} points above ${below}`,
    same: (a: string, b: string) => `${a} and ${b} are equally accurate`,
    clear: ', which is more than chance',
    chance: ([a, b]: readonly [number, number]) =>
      a === b
        ? `; with ${a} seeds each that may be chance`
        : `; with ${a} and ${b} seeds that may be chance`,
    single: '; with one seed each that may be chance',
    interval: (low: string, high: string) =>
      `95% confidence interval of the difference: ${low} to ${high} points.`,
    noInterval: (seeds: number, spread: string) =>
      `${seeds === 1 ? 'One seed gives' : `${seedsWords(seeds)} give`} no confidence interval. Between seeds, accuracy has a standard deviation of about ${spread} points.`,
    settle: (more: number, time: string | null) =>
      `About ${more} more ${more === 1 ? 'seed' : 'seeds'} of each would settle it${time === null ? '' : `, which takes ${time} here`}.`,
    hopeless: (most: number) => `Even ${most} more seeds of each might not settle it.`,
    queue: 'Queue them',
    runThis: 'Run this here',
    about: (time: string) => `Takes about ${time} here.`,
  },
  list: {
    title: 'Runs',
    drawn: (drawn: number, all: number) => `${drawn} of ${formatCount(all)} plotted`,
    draw: (name: string) => `Plot ${name}`,
    star: (name: string) => `Star ${name}`,
    more: (name: string) => `Details of ${name}`,
    accuracy: 'accuracy',
    time: 'time',
    search: 'Search runs',
    searchHint: 'Search',
    none: 'No run matches all of these words.',
    sort: 'Sort',
    sorts: SORT_NAMES,
    group: 'Group seeds',
    show: (count: number) => `Show ${formatCount(count)} more`,
    seeds: seedsWords,
    spread: (deviation: string) => `± ${deviation} between seeds`,
    deleted: (count: number) => `${formatNumberOf(count, 'run')} deleted.`,
    undo: 'Undo',
    unreadable: (count: number) =>
      `${formatNumberOf(count, 'stored run')} can’t be shown: saved by another version of lab94.`,
    exportJson: 'Export all as JSON',
    exportCsv: 'Export as CSV',
    import: 'Import a file',
    openLink: 'Open a link',
    linkLabel: 'Link to a run',
    open: 'Open',
    stopped: 'stopped',
    failed: 'failed',
    interrupted: 'interrupted',
    sample: '5,000 images',
  },
  origins: {
    here: '',
    link: 'from a link, not verified here',
    file: 'from a file, not verified here',
    shipped: 'shipped with lab94',
  },
  checkedBy: (name: string) => `reproduced here by ${name}`,
  checkedBySame: (name: string) => `reproduced here by ${name}: same result`,
  checkedByOff: (name: string, points: string, higher: boolean) =>
    `reproduced here by ${name}: ${points}${NBSP}points ${higher ? 'higher' : 'lower'}`,
  recipeChanged: 'made by another version of lab94; the recipe may have changed since',
  details: {
    name: 'Name',
    note: 'Note',
    recipe: 'Recipe',
    seed: 'Seed',
    computed: 'Device',
    code: 'Code',
    images: 'Images',
    imagesWords: (train: number, test: number, fingerprint: string | undefined) =>
      `${formatCount(train)} and ${formatCount(test)}${fingerprint === undefined ? '' : `, fingerprint ${fingerprint}`}`,
    comparedWith: 'Compared with',
    clock: 'Time',
    clockWords: (train: number, wall: number) =>
      `${formatTime(train)} training, ${formatTime(wall)} with tests and pauses`,
    ended: 'Ended',
    endings: {
      stopped: (step: number, of: number) =>
        `stopped after step ${formatCount(step)} of ${formatCount(of)}`,
      'cut off': (step: number) =>
        `interrupted when the page closed; stored up to step ${formatCount(step)}`,
    },
    copyLink: 'Copy link',
    copyLinkOf: (linked: number, seeds: number) =>
      `Copy link to ${linked === seeds ? '' : `${formatCount(linked)} of `}${seedsWords(seeds)}`,
    copied: 'Link copied',
    card: 'Save card',
    cardOf: (seeds: number) => `Save card of ${seedsWords(seeds)}`,
    json: 'JSON',
    csv: 'CSV',
    runAgain: 'Run this here',
    useRecipe: 'Use this recipe',
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
    accuracyMeaning: 'of test images, tested as the recipe says (averaged weights, mirrored views)',
    loss: 'Loss',
    lossMeaning: (lossOf: LossOf, smoothing: number) =>
      `${LOSS_MEANINGS[lossOf]}${smoothing === 0 ? '' : `, including label smoothing of ${smoothing}`}`,
    otherLosses: (names: readonly string[]) =>
      `Loss is not plotted for ${names.join(', ')}: it includes more label smoothing, so it can’t be compared.`,
    losses: LOSS_NAMES,
    lossLabel: 'Loss on',
    axis: 'X axis',
    axes: X_NAMES,
    options: 'Axes and smoothing',
    log: 'Log scale',
    smoothing: 'Smoothing',
    noSmoothing: 'none',
    epochs: (count: number) => (count === 1 ? `1${NBSP}epoch` : `${count}${NBSP}epochs`),
    labels: 'Label value',
    labelNames: LABEL_NAMES,
    note: 'Labels show the value at the crosshair, or the final value.',
    noteOf: {
      best: 'Labels show the value at the crosshair, or the best value.',
      mean: 'Labels show the value at the crosshair, or the mean of all tests.',
    },
    band: 'Bands show the range over seeds, from lowest to highest.',
    smoothed: 'Faint lines are measured values; solid lines are their exponential moving average.',
    cursor: 'Crosshair',
    empty: 'Select a run to plot its curve.',
    save: 'Save as PNG',
    numbers: {
      title: 'Numbers as a table',
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
      `${differing} of ${all} settings; the other ${all - differing} are equal`,
    none: 'Only the seed differs.',
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
    otherTab:
      'Another lab94 tab is running the queue. Runs queued in this tab start when you close that one.',
    paused: 'Paused.',
    pausedBy: 'It stopped when the page closed. Press Resume.',
    pause: 'Pause after this run',
    resume: 'Resume',
    cancel: 'Cancel all',
    cancelOne: (words: string) => `Cancel ${words}`,
    list: 'Show the runs',
    states: {
      waiting: 'waiting',
      running: 'running',
      done: 'done',
      failed: 'failed',
      stopped: 'stopped',
    },
    /** Changes come first, because they distinguish the rows of an experiment. */
    item: (changes: readonly string[], recipe: string, seed: number) =>
      changes.length === 0
        ? `${recipe}, seed ${seed}`
        : `${capitalised(changes.join(', '))} (${recipe}, seed ${seed})`,
  },
  importing: (file: string, done: number, all: number) =>
    `Opening ${file}: ${Math.floor((100 * done) / all)}%`,
  imported: ({
    file,
    added,
    known,
    unreadable,
  }: {
    file: string
    added: number
    known: number
    unreadable: readonly string[]
  }) =>
    [
      `${file}: ${formatNumberOf(added, 'run')} added`,
      ...(known === 0 ? [] : [`${formatCount(known)} already here`]),
      ...(unreadable.length === 0
        ? []
        : [`${formatCount(unreadable.length)} unreadable (${unreadable[0]})`]),
    ].join(', ') + '.',
  notImported: (file: string, reason: string) => `Could not open ${file}. ${reason}`,
} as const
