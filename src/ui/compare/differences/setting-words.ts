import { fieldLabel, fieldValue } from '../../../recipe/fields.ts'
import { PAGE } from '../../words/texts.ts'
import { COMPARE } from '../texts.ts'

/** Labels of the conditions of a run that are not part of its recipe. */
const CONDITIONS: Readonly<Record<string, string>> = {
  dataset: 'Images',
  imagesFingerprint: 'Fingerprint of the images',
  engine: 'Engine',
  computedIn: 'Precision used',
  adapter: 'Device',
  code: 'Code',
  batch: 'Batch size used',
}

/** The label of a setting: a field of a recipe, or a condition of a run. */
export function settingName(path: string): string {
  const name = CONDITIONS[path] ?? fieldLabel(path)
  return name.charAt(0).toUpperCase() + name.slice(1)
}

/** Words for conditions, by their value. */
const VALUES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  dataset: { full: 'all 50,000', sample: '5,000 included' },
  engine: { wgsl: 'lab94’s own kernels', tfjs: 'TensorFlow.js', pytorch: 'PyTorch' },
  adapter: { '': PAGE.device.unnamed },
}

/** A setting's value in words. */
export function settingWords(path: string, value: unknown): string {
  if (value === undefined) return COMPARE.differing.missing
  const words = typeof value === 'string' ? VALUES[path]?.[value] : undefined
  return words ?? fieldValue(path, value)
}
