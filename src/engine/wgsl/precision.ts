import type { Precision } from '../../recipe/recipe.ts'
import { whyNoHalves } from '../adapter-details.ts'
import type { OpenDevice } from '../device.ts'
import type { StorageType } from './kernel.ts'

export interface PrecisionChoice {
  readonly storage: StorageType
  /** Why, in a sentence. */
  readonly reason: string
}

/** The precision to compute in, or null where both are possible and only timing them can tell. */
export function choosePrecision(wanted: Precision, opened: OpenDevice): PrecisionChoice | null {
  if (wanted === 'f32') return { storage: 'f32', reason: 'The recipe asks for 32 bits.' }
  if (!opened.device.features.has('shader-f16')) {
    return { storage: 'f32', reason: whyNoHalves(opened) }
  }
  if (wanted === 'f16') return { storage: 'f16', reason: 'The recipe asks for 16 bits.' }
  if (opened.adapter.software) {
    return { storage: 'f32', reason: 'The processor computes, which gains nothing from 16 bits.' }
  }
  return null
}
