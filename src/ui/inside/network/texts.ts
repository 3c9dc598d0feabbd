import { formatCount, formatSmall, formatTime } from '../../words/format.ts'

const NBSP = '\u00a0'

/** Three significant digits, a true minus. */
const figure = (value: number): string =>
  (Math.abs(value) >= 1000 ? formatCount(value) : String(Number(value.toPrecision(3)))).replace(
    '-',
    '−',
  )

const milliseconds = (value: number): string =>
  `${value >= 100 ? value.toFixed(0) : value >= 1 ? value.toFixed(1) : value.toFixed(2)}${NBSP}ms`

/** Texts of the blocks that read the network on request. */
export const NETWORK = {
  untrained: 'Train a network first, for example with Try now on Train.',
  shipped: 'The shipped network can show its filters only.',
  gone: 'The weights of this run are not in this browser, which stores only those of the last run here. Run its recipe to read them.',
  interrupts: 'Reading interrupts the training for a moment.',
  reading: 'Reading…',
  again: 'Read again',
  filters: {
    title: 'First-layer filters',
    what: 'What the first layer detects in each patch of an image. Grey is 0; each filter has its own scale.',
    whitening:
      'Whitening filters are computed from the training images before the first step: the directions in which patches vary, largest variance first. The number is the variance (eigenvalue). Each filter is divided by the square root of its variance, so that all outputs have the same variance.',
    trained: 'These filters started with random weights and were trained.',
    read: 'Read the filters',
    noConvolution: 'This network does not start with a convolution.',
    filter: (number: number) => `filter ${number}`,
    eigenvalue: (value: number) => formatSmall(value),
    eigenvalues: (first: number, last: number) =>
      `Eigenvalues from ${figure(first)} to ${figure(last)}. Each gridline is a tenth of the one above.`,
    power: (power: number) => figure(10 ** power),
    behind: (count: number) =>
      `The ${formatCount(count)} trained filters of the next layer, combined with the whitening filters.`,
  },
  times: {
    read: 'Time the kernels',
    what: 'Time and operations of one training step, forward and backward. Kernels are timed one by one, so their sum is slightly more than a step.',
    column: 'time per step',
    atPeak: 'of peak',
    rest: 'augmentation, loss, optimiser, averaging',
    milliseconds,
    share: (share: number) => `${Math.round(100 * share)}%`,
    noPeak: 'Measuring this GPU’s peak speed…',
    perfect: (step: number, atPeak: number) =>
      `At this GPU’s measured peak (compute or memory), these kernels would take ${milliseconds(atPeak)} instead of ${milliseconds(step)}: they reach ${Math.round((100 * atPeak) / step)}%.`,
    run: (seconds: number) =>
      `At 100% efficiency (only convolutions, at peak), the whole run would take ${formatTime(seconds)}.`,
  },
  activations: {
    title: 'Activations',
    what: 'The outputs of each layer for a batch, channel by channel, at the start of the run and now. In a healthy layer most channels differ and few are silent.',
    how: 'Each row is a channel’s histogram: values from left to right, darker where they are more frequent.',
    point: 'Show',
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
    title: 'Weight dynamics',
    what: 'For each layer: the norm of its weights, the relative update per step, and the angles between gradients and weights and between successive gradients.',
    none: 'Not measured yet. Measuring makes a step slightly slower.',
    off: 'Measured in this run.',
    elsewhere: 'The page keeps the dynamics of the last run only.',
    on: (every: number) =>
      `Every ${every}th step is measured from now on, in later runs too. Start a run on Train to see it here.`,
    measure: (every: number) => `Measure every ${every}th step`,
    stop: 'Stop measuring',
    layer: 'layer',
    measures: {
      weightNorm: 'weight norm',
      effectiveStep: 'relative update',
      gradientWeight: 'cosine of gradient and weights',
      gradients: 'cosine of successive gradients',
    },
    unknown: 'not measured',
    from: (value: string) => `from ${value} to`,
    value: figure,
  },
} as const
