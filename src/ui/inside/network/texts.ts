import { formatCount, formatSmall, formatTime } from '../../format.ts'

const NBSP = '\u00a0'

/** Three significant digits, a true minus. */
const figure = (value: number): string =>
  (Math.abs(value) >= 1000 ? formatCount(value) : String(Number(value.toPrecision(3)))).replace(
    '-',
    '−',
  )

const milliseconds = (value: number): string =>
  `${value >= 100 ? value.toFixed(0) : value >= 1 ? value.toFixed(1) : value.toFixed(2)}${NBSP}ms`

/** What is read from the network when somebody asks. */
export const NETWORK = {
  none: 'A network is needed first: Try now, on Train, makes one from the shipped images.',
  reading: 'Reading.',
  again: 'Read again',
  filters: {
    title: 'First filters',
    what: 'What the first layer looks for in each patch of an image. Grey is 0; each filter is drawn at its own scale.',
    whitening:
      'Whitening filters are computed from the training images before the first step: directions in which patches differ, the most common first. The number is how much they differ there, and each filter is divided by its root, so that all count alike.',
    trained: 'These were random at the first step; training made them.',
    read: 'Read the filters',
    noneToSee: 'This network does not begin with a convolution.',
    filter: (number: number) => `filter ${number}`,
    eigenvalue: (value: number) => formatSmall(value),
    eigenvalues: (first: number, last: number) =>
      `Eigenvalues, from ${figure(first)} to ${figure(last)}, each scale line a tenth of the one above.`,
    power: (power: number) => figure(10 ** power),
    behind: (count: number) =>
      `The ${formatCount(count)} trained filters behind it, seen through it: both layers together are one.`,
  },
  times: {
    read: 'Time the kernels',
    what: 'Times and operations of one step are forwards and backwards. Each kernel is timed alone, so their sum is a little more than a step.',
    column: 'time of a step',
    atPeak: 'of peak',
    rest: 'images, loss, optimiser, average',
    milliseconds,
    share: (share: number) => `${Math.round(100 * share)}%`,
    noPeak: 'What this GPU can do at best is being measured.',
    perfect: (step: number, atPeak: number) =>
      `At the peak measured here, of operations or of memory, these kernels would take ${milliseconds(atPeak)} in place of ${milliseconds(step)}: they reach ${Math.round((100 * atPeak) / step)}%.`,
    run: (seconds: number) =>
      `At 100% efficiency, with nothing but its convolutions at that peak, the whole run would take ${formatTime(seconds)}.`,
    of: (recipe: string) => `Timed: ${recipe}.`,
  },
  activations: {
    title: 'Activations',
    what: 'What each layer makes of a batch, channel by channel: as the run began, and as it is now. A healthy layer keeps most channels apart and few silent.',
    how: 'A row is a channel, values go from left to right, and dark is where most are.',
    point: 'Where to look',
    points: { activation: 'After activation', convolution: 'After convolution' },
    read: 'Read the activations',
    atStart: 'at the start',
    atStep: (step: number) => `after step ${formatCount(step)}`,
    value: figure,
    summary: ({
      mean,
      deviation,
      silent,
      channels,
    }: {
      mean: number
      deviation: number
      silent: number
      channels: number
    }) =>
      `mean ${figure(mean)}, deviation ${figure(deviation)}, ${silent} of ${channels} channels silent`,
  },
  dynamics: {
    title: 'How weights move',
    what: 'For each layer: how long its weights are, how far a step moves them, and how its gradients lie to them and to each other.',
    none: 'Nothing has been measured: it costs a little time in every measured step.',
    off: 'Measured in the last run.',
    on: (every: number) =>
      `Measuring every ${every}th step from now on, in later runs too. Start a run on Train to see it here.`,
    measure: (every: number) => `Measure every ${every}th step`,
    stop: 'Measure no more',
    layer: 'layer',
    measures: {
      weightNorm: 'weight norm',
      effectiveStep: 'step / weight',
      gradientWeight: 'cosine of gradient and weight',
      gradients: 'cosine of gradients, step to step',
    },
    unknown: 'not measured',
    from: (value: string) => `from ${value} to`,
    value: figure,
  },
} as const
