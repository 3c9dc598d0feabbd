import type { RecipePath } from './paths.ts'

/** The display texts of a field. */
interface Field {
  /** In lower case, for use within a sentence. */
  readonly label: string
  /** Follows a number that is not in `values`. */
  readonly unit?: string
  /** Words for values, by the value as a string. */
  readonly values?: Readonly<Record<string, string>>
}

const PX = '\u00a0px'
const TIMES = '×'
const STEPS = '\u00a0steps'
const ON_OFF = { true: 'on', false: 'off' }
const ACTIVATIONS = { relu: 'ReLU', celu: 'CELU', gelu: 'GELU', silu: 'SiLU' }
const WHITENING = 'network.whitening'
const MUON = 'optimiser.convolutions'

/** Label, unit and words of every field of a recipe, and of its parts: the one place for them. */
export const FIELDS: Readonly<Record<RecipePath, Field>> = {
  network: { label: 'network' },
  'network.family': {
    label: 'network',
    values: { dawn: 'ResNet-18', page: 'ResNet-9', airbench: 'airbench', plain: 'plain stages' },
  },
  'network.width': { label: 'width' },
  'network.channels': { label: 'channels' },
  'network.activation': { label: 'activation' },
  'network.activation.kind': { label: 'activation', values: ACTIVATIONS },
  'network.activation.alpha': { label: 'alpha of CELU' },
  'network.firstActivation': {
    label: 'activation after the first layer',
    values: { null: 'as in the blocks' },
  },
  'network.firstActivation.kind': {
    label: 'activation after the first layer',
    values: ACTIVATIONS,
  },
  'network.firstActivation.alpha': { label: 'alpha of the first CELU' },
  'network.norm': { label: 'batch norm' },
  'network.norm.kind': { label: 'batch norm', values: { batch: 'on', none: 'off' } },
  'network.norm.epsilon': { label: 'epsilon of batch norm' },
  'network.norm.momentum': { label: 'weight of each batch in running statistics' },
  'network.norm.groupSize': { label: 'ghost batch norm group size', values: { null: 'off' } },
  'network.norm.scale': {
    label: 'batch-norm scales',
    values: { trainable: 'trained', frozen: 'frozen' },
  },
  'network.norm.scaleInit': {
    label: 'initial batch-norm scales',
    values: { one: '1', uniform: 'random from 0 to 1' },
  },
  'network.headPool': {
    label: 'final pool',
    values: { max: 'maximum', maxAndAverage: 'maximum and mean' },
  },
  'network.headBias': { label: 'bias in the last layer' },
  'network.logitScale': { label: 'logit scale' },
  'network.pool': {
    label: 'pools',
    values: {
      afterActivation: 'after activation',
      beforeActivation: 'before activation',
      beforeNorm: 'before batch norm',
    },
  },
  'network.residuals': { label: 'residual branches in stages' },
  'network.whitening': {
    label: 'first layer',
    values: { null: 'trained', on: 'whitened, frozen' },
  },
  [`${WHITENING}.kernel`]: { label: 'side of whitening patches', unit: PX },
  [`${WHITENING}.epsilon`]: { label: 'epsilon of whitening' },
  [`${WHITENING}.images`]: { label: 'images for whitening' },
  [`${WHITENING}.biasEpochs`]: {
    label: 'epochs of training the whitening bias',
    values: { null: 'all' },
  },
  [`${WHITENING}.biasInit`]: {
    label: 'initial whitening bias',
    values: { zero: '0', uniform: 'random' },
  },
  'network.prepNorm': { label: 'batch norm after the first convolution' },
  'network.paths': { label: 'ResNet branches', values: { all: 'on', shortest: 'off' } },
  'network.extras': { label: 'extra convolutions in stages' },
  'network.downsampling': {
    label: 'downsampling',
    values: { maxPool: 'max pool', averagePool: 'average pool', stride: 'stride' },
  },
  'network.stageKernel': { label: 'kernel size in the stages', unit: PX },
  'network.convolutionsPerBlock': { label: 'convolutions per block' },
  'network.init': {
    label: 'initialisation',
    values: { dirac: 'identity', uniform: 'random', addedDirac: 'random plus identity' },
  },
  'network.headInit': {
    label: 'initialisation of the last layer',
    values: { uniform: 'uniform', unitDeviation: 'unit deviation' },
  },
  'network.halvesInput': { label: 'half-size images' },
  normalisation: {
    label: 'mean and deviation of pixels',
    values: { published: 'published', learned: 'computed' },
  },
  augmentation: { label: 'augmentation' },
  'augmentation.cropPadding': { label: 'crop', unit: PX, values: { 0: 'off' } },
  'augmentation.flip': {
    label: 'mirror',
    values: { off: 'off', random: 'random', alternating: 'alternating' },
  },
  'augmentation.cutout': { label: 'cutout', unit: PX, values: { 0: 'off' } },
  'augmentation.cutMix': { label: 'CutMix', values: { null: 'off' } },
  'augmentation.cutMix.side': { label: 'CutMix side', unit: PX },
  'augmentation.cutMix.fromEpoch': { label: 'CutMix from epoch' },
  'augmentation.jitter': { label: 'brightness and contrast', values: { null: 'off' } },
  'augmentation.jitter.brightness': { label: 'brightness ±' },
  'augmentation.jitter.contrast': { label: 'contrast ±' },
  'augmentation.draws': {
    label: 'augmentation drawn',
    values: { independent: 'per image', grouped: 'per group' },
  },
  'augmentation.order': {
    label: 'order of images',
    values: { everyEpoch: 'shuffled every epoch', once: 'shuffled once' },
  },
  'augmentation.sides': { label: 'image sizes' },
  'augmentation.place': {
    label: 'augmentation on',
    values: { gpu: 'GPU', cpuEachStep: 'CPU, each step', cpuOncePerEpoch: 'CPU, once per epoch' },
  },
  batchSize: { label: 'batch size' },
  length: { label: 'length' },
  'length.unit': { label: 'length in', values: { epochs: 'epochs', steps: 'steps' } },
  'length.count': { label: 'length' },
  labelSmoothing: { label: 'label smoothing', values: { 0: 'off' } },
  schedule: { label: 'schedule' },
  'schedule.unit': {
    label: 'schedule in',
    values: { epoch: 'epochs', run: 'fractions of the run' },
  },
  'schedule.knots': { label: 'learning rate' },
  'schedule.batchSize': { label: 'batch size of the schedule' },
  'schedule.scaling': {
    label: 'learning rate scaled with batch size',
    values: { sum: 'on', mean: 'off' },
  },
  'schedule.firstStep': { label: 'number of the first step' },
  optimiser: { label: 'optimiser' },
  'optimiser.kind': { label: 'optimiser', values: { sgd: 'SGD', lars: 'LARS', muon: 'Muon' } },
  'optimiser.momentum': { label: 'momentum' },
  'optimiser.nesterov': { label: 'Nesterov momentum' },
  'optimiser.weightDecay': { label: 'weight decay' },
  'optimiser.normBiasRate': { label: 'rate of batch-norm biases', unit: TIMES },
  'optimiser.velocity': {
    label: 'learning rate in velocity',
    values: { withRate: 'included', withoutRate: 'not included' },
  },
  'optimiser.weightRate': { label: 'relative update of LARS' },
  'optimiser.epsilon': { label: 'epsilon of LARS' },
  'optimiser.convolutions': { label: 'Muon' },
  [`${MUON}.rate`]: { label: 'rate of Muon', unit: TIMES },
  [`${MUON}.momentum`]: { label: 'momentum of Muon' },
  [`${MUON}.nesterov`]: { label: 'Nesterov momentum of Muon' },
  [`${MUON}.polynomial`]: { label: 'Newton-Schulz coefficients' },
  [`${MUON}.rescaling`]: { label: 'rescaling of Muon’s weights' },
  [`${MUON}.rescaling.everySteps`]: { label: 'Muon rescaling interval', unit: STEPS },
  [`${MUON}.rescaling.growth`]: { label: 'growth of the Muon rescaling interval', unit: STEPS },
  [`${MUON}.weightDecay`]: { label: 'weight decay of Muon' },
  'optimiser.headRate': { label: 'rate of the last layer', unit: TIMES },
  'optimiser.biasRate': { label: 'rate of other biases', unit: TIMES },
  'optimiser.biasRests': { label: 'separate rate for the whitening bias' },
  averaging: { label: 'averaging' },
  'averaging.kind': {
    label: 'averaging',
    values: { none: 'off', ema: 'moving average', lookahead: 'lookahead', tail: 'last steps' },
  },
  'averaging.rho': { label: 'averaging decay per step' },
  'averaging.everySteps': { label: 'averaging interval', unit: STEPS },
  'averaging.keep': { label: 'share of the average kept' },
  'averaging.lastSteps': { label: 'averaging over the last', unit: STEPS },
  views: {
    label: 'views at test time',
    values: {
      none: 'original',
      mirror: 'original and mirrored',
      mirrorAndShifts: 'six',
      selective: 'six when unsure',
      selectiveEqual: 'six when unsure, equal weights',
    },
  },
  precision: { label: 'precision', values: { auto: 'automatic', f16: 'f16', f32: 'f32' } },
}

const isField = (path: string): path is RecipePath => Object.hasOwn(FIELDS, path)

const fieldAt = (path: string): Field => (isField(path) ? FIELDS[path] : { label: path })

/** The label of a field, in lower case; the path itself if a recipe has no such field. */
export const fieldLabel = (path: string): string => fieldAt(path).label

/** A field's value in words, with its unit, such as `8 px`, `off` or `0 to 0.4 to 0`. */
export function fieldValue(path: string, value: unknown): string {
  const { unit = '', values = {} } = fieldAt(path)
  const key = isPart(value) ? 'on' : String(value)
  if (Object.hasOwn(values, key)) return values[key]
  if (typeof value === 'number') return `${numberWords(value)}${unit}`
  if (typeof value === 'boolean') return ON_OFF[`${value}`]
  if (Array.isArray(value)) return listWords(value)
  return value === null || value === undefined ? 'none' : key
}

/** A field and its value, such as `batch size 256`; of a schedule only the peak. */
export function fieldWords(path: string, value: unknown): string {
  const rates = path === 'schedule.knots' ? ratesOf(value) : []
  return rates.length === 0
    ? `${fieldLabel(path)} ${fieldValue(path, value)}`
    : `peak learning rate ${numberWords(Math.max(...rates))}`
}

/** An object, such as the settings of CutMix. */
const isPart = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const thousands = new Intl.NumberFormat('en')

const numberWords = (value: number): string =>
  Number.isInteger(value) ? thousands.format(value) : String(Number(value.toPrecision(4)))

function listWords(list: readonly unknown[]): string {
  const rates = ratesOf(list)
  if (rates.length > 0) return rates.map(numberWords).join(' to ')
  return list.length === 0 ? 'none' : list.map(entryWords).join(', ')
}

/** A number, or the side of images from an epoch on. */
function entryWords(entry: unknown): string {
  if (typeof entry === 'number') return numberWords(entry)
  if (typeof entry !== 'object' || entry === null) return String(entry)
  return 'side' in entry && 'fromEpoch' in entry
    ? `${String(entry.side)}${PX} from epoch ${String(entry.fromEpoch)}`
    : JSON.stringify(entry)
}

/** The values of a schedule's knots; none for anything else. */
const ratesOf = (knots: unknown): readonly number[] =>
  Array.isArray(knots)
    ? knots.flatMap((knot: unknown) =>
        Array.isArray(knot) && typeof knot[1] === 'number' ? [knot[1]] : [],
      )
    : []
