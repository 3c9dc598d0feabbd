import type { RecipePath } from './paths.ts'

/** What fields are called where people read of them; a field without a name goes by its path. */
const NAMES: Partial<Record<RecipePath, string>> = {
  'network.activation.alpha': 'alpha of CELU',
  'network.logitScale': 'logit scale',
  'network.norm.momentum': 'share of the batch in running statistics',
  'network.width': 'width',
  'optimiser.normBiasRate': 'rate of batch-norm biases, times',
  'augmentation.cutout': 'cutout',
  'length.count': 'length',
  batchSize: 'batch size',
  labelSmoothing: 'label smoothing',
}

/** What a field is called; its path where it has no name. */
export const fieldName = (path: string): string =>
  Object.entries(NAMES).find(([known]) => known === path)?.[1] ?? path

/** A field and its value in a few words, such as `batch size 256`. */
export const fieldWords = (path: string, value: unknown): string =>
  `${fieldName(path)} ${valueWords(value)}`

/** A value of a field as it is read. */
export function valueWords(value: unknown): string {
  if (typeof value === 'number') return String(Number(value.toPrecision(4)))
  return typeof value === 'string' ? value : JSON.stringify(value)
}
