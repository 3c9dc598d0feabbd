import { fieldName, valueWords } from '../../recipe/fields.ts'
import { formatCount } from '../format.ts'
import { PAGE } from '../texts.ts'
import { COMPARE } from './texts.ts'

/** What a setting is called in a table of them; others go by the recipe's own names for fields. */
const NAMES: Readonly<Record<string, string>> = {
  'network.family': 'Network',
  'network.channels': 'Channels',
  'network.residuals': 'Residual stages',
  'network.pool': 'Pooling',
  'network.whitening': 'First layer',
  'network.whitening.epsilon': 'Whitening, epsilon',
  'network.whitening.images': 'Whitening, images',
  'network.whitening.biasEpochs': 'Whitening, epochs of its bias',
  'network.init': 'First weights',
  'network.headInit': 'First weights of the last layer',
  'network.activation.kind': 'Activation',
  'network.norm.groupSize': 'Ghost batch norm',
  'network.norm.scale': 'Batch-norm scales',
  'network.norm.scaleInit': 'First batch-norm scales',
  'network.norm.epsilon': 'Batch norm, epsilon',
  'augmentation.cropPadding': 'Crop',
  'augmentation.flip': 'Mirror',
  'augmentation.cutout': 'Cutout',
  'length.unit': 'Length in',
  'length.count': 'Length',
  'schedule.knots': 'Learning rate',
  'schedule.unit': 'Learning rate counts in',
  'schedule.firstStep': 'First step',
  'optimiser.kind': 'Optimiser',
  'optimiser.momentum': 'Momentum',
  'optimiser.nesterov': 'Nesterov momentum',
  'optimiser.weightDecay': 'Weight decay',
  'optimiser.velocity': 'Velocity',
  'averaging.kind': 'Averaging',
  'averaging.rho': 'Averaging, share kept',
  'averaging.everySteps': 'Averaging, steps between',
  views: 'Views at test time',
  precision: 'Precision asked for',
  computedIn: 'Precision as run',
  dataset: 'Images',
  engine: 'Engine',
  adapter: 'Device',
  code: 'Code',
  batch: 'Batch as run',
}

export function settingName(path: string): string {
  const name = NAMES[path] ?? fieldName(path)
  return name.charAt(0).toUpperCase() + name.slice(1)
}

const pixels = (value: unknown) => (value === 0 ? 'off' : `${valueWords(value)} pixels`)

const ENGINES: Readonly<Record<string, string>> = {
  wgsl: 'lab94’s own kernels',
  tfjs: 'TensorFlow.js',
  pytorch: 'PyTorch',
}

/** Values that read better in words of their own, by path. */
const WORDS: Readonly<Record<string, (value: unknown) => string | null>> = {
  'network.family': (value) => (value === 'page' ? 'ResNet-9' : null),
  'network.whitening': (value) => (value === null ? 'trained' : 'whitened, frozen'),
  'network.activation.kind': (value) => ACTIVATIONS[valueWords(value)] ?? null,
  'network.norm.groupSize': (value) => (value === null ? 'off' : `groups of ${valueWords(value)}`),
  'augmentation.cropPadding': pixels,
  'augmentation.cutout': pixels,
  'averaging.kind': (value) => (value === 'ema' ? 'moving average' : null),
  'schedule.knots': (value) => knotsWords(value),
  dataset: (value) => (value === 'full' ? 'all 50,000' : 'the 5,000 shipped'),
  engine: (value) => ENGINES[valueWords(value)] ?? null,
  adapter: (value) => (value === '' ? PAGE.device.unnamed : valueWords(value)),
  code: valueWords,
}

const ACTIVATIONS: Readonly<Record<string, string>> = {
  relu: 'ReLU',
  celu: 'CELU',
  gelu: 'GELU',
  silu: 'SiLU',
}

/** A setting's value as it is read. */
export function settingWords(path: string, value: unknown): string {
  if (value === undefined) return COMPARE.differing.missing
  const own = WORDS[path]?.(value) ?? null
  if (own !== null) return own
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  if (typeof value === 'number' && Number.isInteger(value)) return formatCount(value)
  if (typeof value === 'string') return spaced(value)
  if (Array.isArray(value)) return value.map(valueWords).join(', ')
  return value === null ? COMPARE.differing.missing : valueWords(value)
}

/** Words run together taken apart: afterActivation is after activation. */
const spaced = (words: string): string =>
  words.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)

/** A schedule by its values at its knots: 0 to 1 to 0.1. */
function knotsWords(value: unknown): string | null {
  if (!Array.isArray(value)) return null
  const rates = value.flatMap((knot: unknown) =>
    Array.isArray(knot) && typeof knot[1] === 'number' ? [knot[1]] : [],
  )
  return rates.map((rate) => valueWords(rate)).join(' to ')
}
