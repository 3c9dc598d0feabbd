import type { Precision } from '../../../recipe/recipe.ts'
import { whyNoF16 } from '../../device/adapter-details.ts'
import type { OpenDevice } from '../../device/device.ts'
import type { StorageType } from '../codegen/kernel.ts'

export interface PrecisionChoice {
  readonly storage: StorageType
  /** Why, in a sentence. */
  readonly reason: string
}

/** The precision to use, or null if both are possible and must be timed. */
export function choosePrecision(wanted: Precision, opened: OpenDevice): PrecisionChoice | null {
  if (wanted === 'f32') return { storage: 'f32', reason: 'The recipe sets f32.' }
  if (!opened.device.features.has('shader-f16')) {
    return { storage: 'f32', reason: whyNoF16(opened) }
  }
  if (wanted === 'f16') return { storage: 'f16', reason: 'The recipe sets f16.' }
  if (opened.adapter.software) {
    return { storage: 'f32', reason: 'f16 is no faster on a CPU.' }
  }
  return null
}
