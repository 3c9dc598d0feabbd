import type { RecipePath } from './paths.ts'

/** What fields are called where people read of them; a field without a name goes by its path. */
const NAMES: Partial<Record<RecipePath, string>> = {
  'network.activation.alpha': 'alpha of CELU',
  'network.logitScale': 'logit scale',
  'network.norm.momentum': 'share of the batch in running statistics',
  'network.width': 'width',
  'optimiser.momentum': 'momentum',
  'optimiser.weightDecay': 'weight decay',
  'optimiser.normBiasRate': 'rate of batch-norm biases, times',
  'augmentation.cutout': 'cutout',
  'length.count': 'length',
  'schedule.unit': 'schedule by',
  'schedule.scaling': 'rates set for the loss’s',
  batchSize: 'batch size',
  labelSmoothing: 'label smoothing',
}

/** What a field is called; its path where it has no name. */
export const fieldName = (path: string): string =>
  Object.entries(NAMES).find(([known]) => known === path)?.[1] ?? path

/** A field and its value in a few words, such as `batch size 256`. */
export function fieldWords(path: string, value: unknown): string {
  const peak = path === 'schedule.knots' ? peakOf(value) : null
  return peak === null
    ? `${fieldName(path)} ${valueWords(value)}`
    : `rates up to ${valueWords(peak)}`
}

/** The highest value of a schedule's knots; null for what is no list of pairs of numbers. */
function peakOf(knots: unknown): number | null {
  if (!Array.isArray(knots)) return null
  const values = knots.flatMap((knot: unknown) =>
    Array.isArray(knot) && typeof knot[1] === 'number' ? [knot[1]] : [],
  )
  return values.length === 0 ? null : Math.max(...values)
}

/** A value of a field as it is read. */
export function valueWords(value: unknown): string {
  if (typeof value === 'number') return String(Number(value.toPrecision(4)))
  return typeof value === 'string' ? value : JSON.stringify(value)
}
