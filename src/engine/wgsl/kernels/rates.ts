import type { KernelBinding } from '../kernel.ts'
import { RATE_ROW_COUNT } from '../parameter-layout.ts'

/**
 * What a row of rates asks for: nothing; a step of SGD; running statistics that follow; and steps of whole tensors, by
 * Muon (`muonDescend`) and by LARS (`larsDescend`).
 */
export const RATE_MODES = { leave: 0, descend: 1, follow: 2, orthogonalise: 3, adapt: 4 }

/** The uniform table of rates as binding `index`: each row (rate, decay, mode, unused). */
export const declareRates = (
  index: number,
): { readonly code: string; readonly binding: KernelBinding } => ({
  code: `@group(0) @binding(${index}) var<uniform> rates: array<vec4f, ${RATE_ROW_COUNT}>;\n`,
  binding: { name: 'rates', access: 'uniform', bytes: 16 * RATE_ROW_COUNT },
})
