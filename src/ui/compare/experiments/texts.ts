import { PER_IMAGES } from '../../../experiments/kinds/regimes.ts'
import type { Coordinate } from '../../../experiments/kinds/tuner/coordinates.ts'
import type { Varied } from '../../../experiments/kinds/flat-directions.ts'
import { presetNamed } from '../../../recipe/presets.ts'
import { formatCount, formatNumberOf } from '../../words/format.ts'

const COORDINATES: Readonly<Record<Coordinate, string>> = {
  decay: 'decay',
  momentum: 'momentum',
  batchSize: 'batch size',
  rate: 'peak rate',
}

const VARIED: Readonly<Record<Varied, { name: string; along: string; across: string }>> = {
  batchSize: {
    name: 'Batch size',
    along: 'rate / batch size fixed',
    across: 'rate fixed',
  },
  momentum: {
    name: 'Momentum',
    along: 'rate / (1 − momentum) fixed',
    across: 'rate fixed',
  },
  rate: {
    name: 'Peak rate',
    along: 'rate × decay fixed',
    across: 'decay fixed',
  },
}

/** Texts of experiments: what each kind is called when offered, and what its figure says. */
export const EXPERIMENTS = {
  panel: {
    title: 'Experiments',
    lead: 'An experiment queues several runs with different recipes and seeds. Finished runs are reused.',
    others: (count: number) => `${formatNumberOf(count, 'more experiment')}`,
    unfit: (recipe: string) =>
      `Not for ${recipe}: this needs a recipe trained by SGD, such as “${presetNamed('page-10').title}”. Choose it on Train.`,
    seeds: 'Seeds',
    tricks: (taken: number, all: number) => `${taken} of ${all} tricks`,
    images: 'Images',
    full: 'all 50,000',
    sample: '5,000 included',
    cost: (runs: number, time: string | null) =>
      `${formatNumberOf(runs, 'run')}${time === null ? '' : `, about ${time} here`}.`,
    costAtMost: (runs: number, time: string | null) =>
      `At most ${formatNumberOf(runs, 'run')}${time === null ? '' : `, about ${time} here`}.`,
    start: 'Queue them',
    resume: (runs: number) => `Queue the ${formatNumberOf(runs, 'missing run')}`,
    remove: 'Remove',
    close: 'Close',
    runs: (done: number, all: number) => `${done} of ${all} runs`,
  },
  offers: {
    ablation: {
      button: 'Measure each trick',
      words: (recipe: string) =>
        `Removes one trick at a time from ${recipe}, to see what each one adds.`,
    },
    ladder: {
      button: 'Run every recipe',
      words: () => 'Compares every published recipe with its authors’ results.',
    },
    tuner: {
      button: 'Tune',
      words: (recipe: string) =>
        `Searches for a better weight decay, momentum, batch size and learning rate for ${recipe}, one at a time. Each trial starts from the best so far.`,
    },
    residualStages: {
      button: 'Place residual branches',
      words: () => 'Tries residual branches in all eight subsets of the three stages.',
    },
    extraStages: {
      button: 'Place extra convolutions',
      words: () => 'Tries an extra convolution in all eight subsets of the three stages.',
    },
    flatDirections: {
      button: 'Explore flat directions',
      words: () =>
        'Changes batch size, momentum and learning rate by up to a factor of 4, with and without the setting that should compensate.',
    },
    regimes: {
      button: 'Sweep the rate at two batch sizes',
      words: () =>
        'Sweeps the learning rate with batches of 128 and 512, to see where the batch size matters.',
    },
    forgetting: {
      button: 'Measure forgetting',
      words: () =>
        'Keeps the learning rate at its peak, at three levels, and plots the loss on training images by how long ago they were seen.',
    },
    batchDynamics: {
      button: 'Compare batch sizes step by step',
      words: () =>
        'Makes batch and learning rate four times as large and compares the update size with the square root that theory predicts.',
    },
    startDynamics: {
      button: 'Compare initialisations',
      words: () =>
        'Compares identity and random initialisation: do the weight norms reach the same equilibrium?',
    },
    larsDynamics: {
      button: 'Compare LARS with SGD',
      words: () => 'Compares weight norms and update sizes under both optimisers.',
    },
    stress: {
      button: 'Raise the rate until training fails',
      words: () =>
        'Raises the learning rate a million-fold during a short run, with and without batch norm.',
    },
  },
  ladder: {
    title: 'Every published recipe',
    recipe: 'Recipe',
    published: 'published',
    here: 'here',
    accuracy: 'accuracy',
    time: 'time',
    device: 'on',
    notYet: 'not run yet',
    empty: (count: number) => `${formatNumberOf(count, 'recipe')} not run yet`,
  },
  ablation: {
    title: 'What each trick adds',
    of: (recipe: string, seeds: number) =>
      `${recipe}, one trick removed at a time; ${formatNumberOf(seeds, 'seed')} each`,
    removed: 'Without',
    empty: (count: number) => `${formatNumberOf(count, 'trick')} not measured yet`,
    points: 'points',
    interval: '95% interval',
    time: 'time, s',
    none: 'no difference',
    worse: 'worse without it',
    better: 'better',
    dots: 'Filled dot: the interval excludes zero. Hollow dot: it includes zero, so the trick may help or hurt.',
    chance: (words: string) =>
      `Even if no trick mattered, about ${words} such tables would show a filled dot by chance.`,
    most: (trick: string, points: string, worse: boolean) =>
      worse
        ? `${trick} helps most: without it, accuracy falls by ${points} points.`
        : `No trick helps here: without ${trick}, accuracy rises by ${points} points.`,
    unknown: (tricks: string, seeds: number, many: boolean) =>
      `${formatNumberOf(seeds, 'seed')} can’t show whether ${tricks} ${many ? 'make' : 'makes'} a difference.`,
    waiting: 'Waiting for the first runs.',
    single: 'One run is partly luck. Confidence intervals need at least two seeds.',
  },
  stages: {
    titles: {
      residuals: 'Where residual branches help',
      extras: 'Where extra convolutions help',
    },
    of: (recipe: string, seeds: number) =>
      `${recipe}, all subsets of stages; ${formatNumberOf(seeds, 'seed')} each`,
    stages: 'In stages',
    accuracy: 'accuracy',
    time: 'time',
    notYet: 'not run yet',
    waiting: 'Waiting for the first runs.',
    list: (stages: readonly number[]) => (stages.length === 0 ? 'none' : stages.join(', ')),
    best: (stages: string, points: string | null) =>
      `Best so far: ${stages === 'none' ? 'no stage' : `stages ${stages}`}${
        points === null || stages === 'none' ? '' : `, ${points} points better than none`
      }.`,
    published:
      'David Page did the same search in part 4 and chose residual branches in stages 1 and 3: 93.8% in 20 epochs, 94.1% in 24.',
  },
  chart: {
    diverged: 'the loss became NaN',
    numbers: {
      title: 'Numbers as a table',
      seeds: 'seeds',
      accuracy: 'accuracy, %',
      deviation: '± between seeds',
      trainLoss: 'training loss',
      diverged: 'diverged',
    },
    intervals: 'Bars show 95% confidence intervals of the mean.',
    oneSeed: 'One seed each: differences of a few tenths of a point may be chance.',
  },
  tuner: {
    title: 'Tuning',
    of: (recipe: string) =>
      `${recipe}; searches weight decay, momentum, batch size and learning rate`,
    accuracy: 'Accuracy',
    accuracyMeaning: 'of each trial; the line is the best so far',
    path: 'Settings tried',
    pathMeaning: 'one line per setting, by trial; filled dots are the best so far',
    coordinates: COORDINATES,
    trial: 'trial',
    best: 'best',
    waiting: 'Waiting for the first trial: the unchanged recipe.',
    unchanged: (count: number) =>
      `After ${formatNumberOf(count, 'trial')}, nothing beats the unchanged recipe.`,
    better: (points: string, settings: string, trial: number) =>
      `Trial ${trial} is the best: ${points} points above the unchanged recipe, with ${settings}.`,
    left: (trials: number, time: string | null) =>
      `At most ${formatNumberOf(trials, 'more trial')}${time === null ? '' : `, about ${time}`}.`,
    over: 'The search is finished: no further change improves the best trial.',
    spent: 'All trials are used.',
    early: (count: number) =>
      `${formatNumberOf(count, 'trial')} stopped early (hollow ${count === 1 ? 'dot at its' : 'dots at their'} last test).`,
    caution:
      'Trials are ranked by test accuracy, so the best result is partly luck, by a few tenths of a point. Repeat it with new seeds.',
    use: 'Use the best recipe',
    repeat: (seeds: number) => `Repeat the best with ${formatNumberOf(seeds, 'new seed')}`,
    settings: (rate: string, momentum: string, batch: string, decay: string) =>
      `a peak rate of ${rate}, momentum ${momentum}, batches of ${batch} and a weight decay of ${decay}`,
    outcomes: {
      finished: 'finished',
      'stopped early': 'stopped early',
      diverged: 'diverged',
    },
    trials: 'Maximum trials',
    trialButtons: { less: 'Fewer trials', more: 'More trials' },
    numbers: { trial: 'trial', along: 'changed', outcome: 'outcome' },
  },
  flat: {
    title: 'Flat directions',
    of: (recipe: string, seeds: number) => `${recipe}; ${formatNumberOf(seeds, 'seed')} each`,
    varied: VARIED,
    along: 'along',
    across: 'across',
    times: (power: number) =>
      power === 0 ? 'unchanged' : power > 0 ? `× ${2 ** power}` : `÷ ${2 ** -power}`,
    weight: (power: number) => `1 − p ${power > 0 ? '÷' : '×'} ${2 ** Math.abs(power)}`,
    waiting: 'Waiting for the first runs.',
    shows: (name: string, along: string, across: string) =>
      `${name}: accuracy falls by at most ${along} points along the flat direction and ${across} across it.`,
    note: 'Along: the quantity named in the title stays fixed, so learning rate or weight decay changes too. Across: only one setting changes.',
    numbers: { varied: 'changed', held: 'fixed', move: 'by' },
  },
  regimes: {
    title: 'Two regimes',
    of: (recipe: string, seeds: number) => `${recipe}; ${formatNumberOf(seeds, 'seed')} each`,
    accuracy: 'Accuracy',
    accuracyMeaning: 'at the end',
    loss: 'Loss',
    lossMeaning: 'on the training images, at the end',
    batches: (size: number) => `batches of ${formatCount(size)}`,
    rate: `peak rate per ${PER_IMAGES} images`,
    waiting: 'Waiting for the first runs.',
    best: (size: number, accuracy: string, rate: string) =>
      `batches of ${formatCount(size)} do best at ${rate}, with ${accuracy}%`,
    apart: (rate: string, points: string, size: number) =>
      `They differ most at ${rate}, where batches of ${formatCount(size)} are ${points} points better.`,
    published:
      'Where the curves overlap, only the learning rate per image matters, not the batch size: forgetting limits training. Where the larger batches get worse, the learning rate per step is too high. In part 2, David Page trained one network with batches of 128 at a peak of 0.1 (0.4 per 512 images) and with batches of 512 at 0.44. Both reached 94.1% in 35 epochs.',
    numbers: { batch: 'batch size' },
  },
  forgetting: {
    title: 'Forgetting',
    of: (recipe: string, seeds: number) =>
      `${recipe}, with the learning rate kept at its peak; ${formatNumberOf(seeds, 'seed')} each`,
    loss: 'Loss',
    lossMeaning: 'on unaugmented training images, by epochs since they were last seen',
    rate: (factor: number) =>
      factor === 1
        ? 'the usual rate'
        : factor > 1
          ? `${factor} times the usual rate`
          : `1/${Math.round(1 / factor)} of the usual rate`,
    ago: 'epochs ago',
    waiting: 'Waiting for the first runs.',
    climbs: (rate: string, share: string, epochs: string) =>
      `At ${rate}, the loss on images seen ${epochs} epochs ago is ${share}% higher than on the latest ones.`,
    level: (rate: string) =>
      `At ${rate}, the loss on images seen long ago is as low as on the latest ones.`,
    test: (rate: string, loss: string) => `${rate}: ${loss} on the test images`,
    tests: (words: string) => `For comparison, ${words}.`,
    band: 'Bands show the range over seeds, from lowest to highest.',
    published:
      'David Page’s explanation: at a high learning rate the network forgets an image within an epoch, so more data no longer helps. This, rather than noise, limits the learning rate.',
    numbers: { rate: 'rate', ago: 'epochs ago', loss: 'loss', test: 'loss on the test images' },
  },
  stress: {
    title: 'Batch norm under high rates',
    of: (recipe: string, first: string, last: string) =>
      `${recipe}, learning rate rising from ${first} to ${last}`,
    loss: 'Loss',
    lossMeaning: 'on the training images, as the learning rate rises',
    norms: { with: 'with batch norm', without: 'without' },
    rate: 'rate',
    waiting: 'Waiting for both runs.',
    broke: (rate: string) => `failed at a rate of ${rate}`,
    worst: (rate: string) => `learned up to a rate of ${rate}`,
    withNorm: (words: string) => `With batch norm it ${words}`,
    withoutNorm: (words: string) => `without, it ${words}`,
    times: (factor: string) => `The rates differ by a factor of ${factor}.`,
    note: 'A run counts as learning while its loss stays below 2.3, the loss of guessing. David Page found that batch norm keeps training stable over a far larger range of learning rates.',
    numbers: { norm: 'batch norm', step: 'step', rate: 'rate', loss: 'loss' },
  },
  dynamics: {
    titles: {
      batchSize: 'Updates with larger batches',
      start: 'Two initialisations, one equilibrium',
      lars: 'LARS and SGD',
    },
    norm: { name: 'Weight norm', meaning: 'geometric mean over weight tensors, by epoch' },
    step: { name: 'Relative update', meaning: 'norm of the update / norm of the weights' },
    gradient: { name: 'Gradient norm', meaning: 'of the loss summed over a batch' },
    weightCosine: {
      name: 'Gradient and weights',
      meaning: 'cosine of the angle between them; near 0 for layers that ignore the weights’ scale',
    },
    gradientCosine: {
      name: 'Two gradients',
      meaning: 'cosine of the angle between gradients of successive steps',
    },
    epoch: 'epoch',
    batches: (size: number) => `batches of ${formatCount(size)}`,
    starts: { identity: 'identity initialisation', other: 'random initialisation' },
    rules: { sgd: 'SGD', lars: 'LARS' },
    waiting: 'Waiting for both runs.',
    grew: (growth: string, ratio: string, root: string) =>
      `With batch and learning rate ${growth} times as large, updates are ${ratio} times as large. Theory predicts ${root}, the square root.`,
    came: (first: string, last: string) =>
      `The norms differ by a factor of ${first} at the start and ${last} at the end.`,
    beside: (ratio: string) =>
      `Over the last two thirds of the run, the second run’s relative updates are ${ratio} times the first’s.`,
    note: 'Norms are geometric means over the weights of convolutions and head, measured every tenth step.',
    published: {
      batchSize:
        'David Page, part 5: updates make the weights grow, weight decay shrinks them, and at equilibrium the relative update is proportional to the square root of learning rate × weight decay.',
      start:
        'David Page, part 5: wherever the norms start, growth from updates and shrinkage from weight decay bring them to the same equilibrium.',
      lars: 'David Page, part 6: with batch norm and weight decay, SGD’s updates become proportional to the weights on their own. LARS makes them so from the start.',
    },
    numbers: { run: 'run' },
  },
} as const
