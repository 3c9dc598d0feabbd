import { PER_IMAGES } from '../../../experiments/regimes.ts'
import type { Coordinate } from '../../../experiments/tuner/coordinates.ts'
import type { Varied } from '../../../experiments/flat-directions.ts'
import { formatCount, formatNumberOf } from '../../format.ts'

const COORDINATES: Readonly<Record<Coordinate, string>> = {
  decay: 'decay',
  momentum: 'momentum',
  batchSize: 'batch size',
  rate: 'peak rate',
}

const VARIED: Readonly<Record<Varied, { name: string; along: string; across: string }>> = {
  batchSize: {
    name: 'Batch size',
    along: 'rate over batch size held',
    across: 'rate held',
  },
  momentum: {
    name: 'Momentum',
    along: 'rate over 1 − momentum held',
    across: 'rate held',
  },
  rate: {
    name: 'Peak rate',
    along: 'rate times decay held',
    across: 'decay held',
  },
}

/** What is learned from several runs: how each kind of experiment is offered, and what its picture says. */
export const EXPERIMENTS = {
  panel: {
    title: 'Experiments',
    lead: 'Several recipes run in a row, seed by seed; what is there already is not run again.',
    seeds: 'Seeds',
    tricks: (taken: number, all: number) => `${taken} of ${all} tricks, one at a time`,
    images: 'Images',
    full: 'all 50,000',
    sample: 'the 5,000 shipped',
    cost: (runs: number, time: string | null) =>
      `${formatNumberOf(runs, 'run')}${time === null ? '' : `, about ${time} here`}.`,
    costAtMost: (runs: number, time: string | null) =>
      `At most ${formatNumberOf(runs, 'run')}${time === null ? '' : `, about ${time} here`}.`,
    start: 'Queue them',
    resume: (runs: number) => `Queue the ${formatNumberOf(runs, 'missing run')}`,
    forget: 'Put away',
    close: 'Close',
    runs: (done: number, all: number) => `${done} of ${all} runs`,
  },
  offers: {
    ladder: {
      key: 'Climb the ladder',
      words: () => 'Every published recipe, beside what its authors measured.',
    },
    ablation: {
      key: 'Take one trick out at a time',
      words: (recipe: string) => `What each trick of ${recipe} is worth.`,
    },
    residualPlaces: {
      key: 'Try every place for residuals',
      words: () => 'Residual branches in each of the eight subsets of the three stages.',
    },
    extraPlaces: {
      key: 'Try every place for extra convolutions',
      words: () => 'An extra convolution in each of the eight subsets of the three stages.',
    },
    tuner: {
      key: 'Tune it',
      words: (recipe: string) =>
        `Searches for a better weight decay, momentum, batch size and rate for ${recipe}, one at a time, each trial chosen by those before.`,
    },
    flatDirections: {
      key: 'Move along the flat directions',
      words: () =>
        'Batch size, momentum and rate, each changed fourfold both ways: with what should make up for it, and alone.',
    },
    regimes: {
      key: 'Sweep the rate at two batch sizes',
      words: () =>
        'Batches of 128 and of 512 from a low rate to a high one: where the batch size matters, and where it does not.',
    },
    forgetting: {
      key: 'Test how it forgets',
      words: () =>
        'Three rates, each held at its peak: the loss on training images by how long ago they were seen.',
    },
    batchDynamics: {
      key: 'Watch steps of larger batches',
      words: () =>
        'Batch and rate four times as large: how weights and their steps move, beside the square root that theory gives.',
    },
    startDynamics: {
      key: 'Begin with other weights',
      words: () => 'An identity start and a random one: whether norms come to one equilibrium.',
    },
    larsDynamics: {
      key: 'Put LARS beside SGD',
      words: () => 'How weights and their steps move under both rules.',
    },
    stress: {
      key: 'Raise the rate until it breaks',
      words: () => 'The rate grows a million times over a short run, with batch norm and without.',
    },
  },
  ladder: {
    title: 'The ladder',
    recipe: 'Recipe',
    published: 'published',
    here: 'here',
    accuracy: 'accuracy',
    time: 'time',
    device: 'on',
    toCome: 'to come',
  },
  ablation: {
    title: 'What each trick is worth',
    of: (recipe: string, seeds: number) =>
      `${recipe}, one trick taken out at a time; ${formatNumberOf(seeds, 'seed')} each`,
    takenOut: 'Taken out',
    points: 'points',
    interval: '95% interval',
    time: 'time, s',
    none: 'no difference',
    worse: 'worse without it',
    better: 'better',
    dots: 'A filled dot: the interval stays clear of zero. A hollow dot: it does not, so the sign is not known.',
    chance: (words: string) =>
      `Even if nothing mattered, about ${words} such tables would show a filled dot.`,
    most: (trick: string, points: string, worse: boolean) =>
      worse
        ? `${trick} is worth most: without it, accuracy falls by ${points} points.`
        : `No trick is worth its place here: without ${trick}, accuracy rises by ${points} points.`,
    unknown: (tricks: string, seeds: number, many: boolean) =>
      `${tricks} ${many ? 'make' : 'makes'} no difference that ${formatNumberOf(seeds, 'seed')} can show.`,
    toCome: 'The first runs are to come.',
    single: 'From a second seed on there are intervals; a single run is partly luck.',
  },
  places: {
    titles: { residuals: 'Where residuals help', extras: 'Where extra convolutions help' },
    of: (recipe: string, seeds: number) =>
      `${recipe}, every subset of the stages; ${formatNumberOf(seeds, 'seed')} each`,
    stages: 'In stages',
    accuracy: 'accuracy',
    time: 'time',
    toCome: 'to come',
    none: 'The first runs are to come.',
    places: (stages: readonly number[]) => (stages.length === 0 ? 'none' : stages.join(', ')),
    best: (stages: string, points: string | null) =>
      `The best so far: ${stages === 'none' ? 'no stage' : `stages ${stages}`}${
        points === null || stages === 'none' ? '' : `, ${points} points above none`
      }.`,
    published:
      'Page, part 4, searched both in this way and took residuals in stages 1 and 3: 93.8% in 20 epochs, 94.1% in 24.',
  },
  chart: {
    diverged: 'the loss was no number any more',
    numbers: {
      title: 'The same numbers as a table',
      seeds: 'seeds',
      accuracy: 'accuracy, %',
      deviation: '± between seeds',
      trainLoss: 'training loss',
      diverged: 'diverged',
    },
    intervals: 'Bars are 95% intervals of the mean.',
    oneSeed: 'A single seed each: differences of a few tenths of a point may be chance.',
  },
  tuner: {
    title: 'Tuning',
    of: (recipe: string) => `${recipe}; a search along decay, momentum, batch size and rate`,
    accuracy: 'Accuracy',
    accuracyMeaning: 'of each trial; the line is the best so far',
    path: 'Where it looked',
    pathMeaning: 'one line a setting, by trial; filled where it was the best so far',
    coordinates: COORDINATES,
    trial: 'trial',
    best: 'best',
    toCome: 'The first trial, the recipe as it is, is to come.',
    unchanged: (count: number) =>
      `After ${formatNumberOf(count, 'trial')} nothing is better than the recipe as it is.`,
    better: (points: string, settings: string, trial: number) =>
      `Trial ${trial} is the best: ${points} points above the recipe as it is, with ${settings}.`,
    left: (trials: number, time: string | null) =>
      `At most ${formatNumberOf(trials, 'more trial')}${time === null ? '' : `, about ${time}`}.`,
    over: 'The search is over: no step from the best improves it.',
    spent: 'All trials are used.',
    early: (count: number) =>
      `${formatNumberOf(count, 'trial')} ${count === 1 ? 'was' : 'were'} ended early, being hopeless: hollow, at the last test.`,
    caution:
      'The trials are chosen by the test images, so the best of many flatters itself by some tenths of a point: repeat it with new seeds.',
    take: 'Take the best to Train',
    repeat: (seeds: number) => `Repeat the best with ${formatNumberOf(seeds, 'new seed')}`,
    settings: (rate: string, momentum: string, batch: string, decay: string) =>
      `a peak rate of ${rate}, momentum ${momentum}, batches of ${batch} and a weight decay of ${decay}`,
    outcomes: {
      finished: 'finished',
      'stopped early': 'ended early',
      diverged: 'diverged',
    },
    trials: 'Trials, at most',
    trialKeys: { less: 'One trial less', more: 'One trial more' },
    numbers: { trial: 'trial', along: 'changed', outcome: 'outcome' },
  },
  flat: {
    title: 'Flat directions',
    of: (recipe: string, seeds: number) => `${recipe}; ${formatNumberOf(seeds, 'seed')} each`,
    varied: VARIED,
    along: 'along',
    across: 'across',
    times: (power: number) =>
      power === 0 ? 'as it is' : power > 0 ? `× ${2 ** power}` : `÷ ${2 ** -power}`,
    weight: (power: number) => `1 − p ${power > 0 ? '÷' : '×'} ${2 ** Math.abs(power)}`,
    toCome: 'The first runs are to come.',
    shows: (name: string, along: string, across: string) =>
      `${name}: at most ${along} points are lost along the direction, and ${across} across it.`,
    note: 'Along: what is named under the title is held, so the rate follows, or the decay. Across: it stays as it was.',
    numbers: { varied: 'changed', held: 'held', move: 'by' },
  },
  regimes: {
    title: 'Two regimes',
    of: (recipe: string, seeds: number) => `${recipe}; ${formatNumberOf(seeds, 'seed')} each`,
    accuracy: 'Accuracy',
    accuracyMeaning: 'at the end',
    loss: 'Loss',
    lossMeaning: 'on the training images, at the end',
    batches: (size: number) => `batches of ${formatCount(size)}`,
    rate: `peak rate for ${PER_IMAGES} images`,
    toCome: 'The first runs are to come.',
    best: (size: number, accuracy: string, rate: string) =>
      `batches of ${formatCount(size)} do best at ${rate}, with ${accuracy}%`,
    apart: (rate: string, points: string, size: number) =>
      `They lie furthest apart at ${rate}, by ${points} points in favour of batches of ${formatCount(size)}.`,
    published:
      'Where curves lie on each other, only the rate of an image counts, and the batch size is free: training is held back by forgetting. Where the larger batches fall off, the rate of a whole step has become too high. Page trained the network of his part 2 with batches of 128 at a peak of 0.1, which is 0.4 for 512 images, and with batches of 512 at 0.44: both came to 94.1% in 35 epochs.',
    numbers: { batch: 'batch size' },
  },
  forgetting: {
    title: 'Forgetting',
    of: (recipe: string, seeds: number) =>
      `${recipe}, the rate held at its peak; ${formatNumberOf(seeds, 'seed')} each`,
    loss: 'Loss',
    lossMeaning: 'on training images as they are, by epochs since they were last trained on',
    rate: (factor: number) =>
      factor === 1
        ? 'its rate'
        : factor > 1
          ? `${factor} times its rate`
          : `1/${Math.round(1 / factor)} of its rate`,
    ago: 'epochs ago',
    toCome: 'The first runs are to come.',
    climbs: (rate: string, share: string, epochs: string) =>
      `At ${rate}, the loss on images seen ${epochs} epochs ago is ${share}% above that on the latest ones.`,
    level: (rate: string) =>
      `At ${rate}, images seen long ago are remembered as well as the latest.`,
    test: (rate: string, loss: string) => `${rate}: ${loss} on the test images`,
    tests: (words: string) => `Never seen: ${words}.`,
    band: 'A band is the range of the seeds, from the lowest to the highest.',
    published:
      'Page’s reading: at a high rate the network forgets within an epoch what it learned from an image, so that more data no longer helps; that, not noise, is what limits high rates.',
    numbers: { rate: 'rate', ago: 'epochs ago', loss: 'loss', test: 'loss on the test images' },
  },
  stress: {
    title: 'What batch norm withstands',
    of: (recipe: string, first: string, last: string) =>
      `${recipe}, the rate rising from ${first} to ${last}`,
    loss: 'Loss',
    lossMeaning: 'on the training images, step by step, as the rate rises',
    norms: { with: 'with batch norm', without: 'without' },
    rate: 'rate',
    toCome: 'Both runs are to come.',
    broke: (rate: string) => `broke at a rate of ${rate}`,
    worst: (rate: string) => `learned up to a rate of ${rate}`,
    withNorm: (words: string) => `With batch norm it ${words}`,
    withoutNorm: (words: string) => `without, it ${words}`,
    times: (factor: string) => `That is a factor of ${factor}.`,
    note: 'A run learns as long as its loss stays below what guessing costs, 2.3. Page: with batch norm training is stable over a far larger range of rates than without.',
    numbers: { norm: 'batch norm', step: 'step', rate: 'rate', loss: 'loss' },
  },
  dynamics: {
    titles: {
      batchSize: 'Steps of larger batches',
      start: 'Two starts, one equilibrium',
      lars: 'LARS beside SGD',
    },
    norm: { name: 'Weight norm', meaning: 'the middle of the weight tensors, by epoch' },
    step: { name: 'Effective step', meaning: 'the change of a weight tensor over its norm' },
    gradient: { name: 'Gradient norm', meaning: 'of the loss summed over a batch' },
    weightCosine: {
      name: 'Gradient and weight',
      meaning: 'cosine between them; near 0 where a scale of the weights changes nothing',
    },
    gradientCosine: {
      name: 'Two gradients',
      meaning: 'cosine between successive steps’ gradients',
    },
    epoch: 'epoch',
    batches: (size: number) => `batches of ${formatCount(size)}`,
    starts: { identity: 'identity start', other: 'random start' },
    rules: { sgd: 'SGD', lars: 'LARS' },
    toCome: 'Both runs are to come.',
    grew: (growth: string, ratio: string, root: string) =>
      `Batch and rate ${growth} times as large make a step ${ratio} times as large; the equilibrium of growth and decay gives ${root}, the square root.`,
    came: (first: string, last: string) =>
      `The norms begin ${first} times apart and end ${last} times apart.`,
    beside: (ratio: string) =>
      `Over the last two thirds of the run, steps of the second are ${ratio} times those of the first, over the weights’ norms.`,
    note: 'Norms are geometric means over the weights of convolutions and head, in every tenth step.',
    published: {
      batchSize:
        'Page, part 5: steps grow weights by their square, decay shrinks them, and both balance at a step that grows with the square root of rate times decay.',
      start:
        'Page, part 5: wherever norms begin, growth by steps and shrinking by decay bring them to one equilibrium.',
      lars: 'Page, part 6: with batch norm and decay, SGD comes to steps in proportion to the weights by itself; LARS takes them from the start.',
    },
    numbers: { run: 'run' },
  },
} as const
