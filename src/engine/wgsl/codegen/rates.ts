import type { KernelBinding } from './kernel.ts'
import { RATE_ROW_COUNT } from './parameter-rows.ts'

/**
 * Modes of a row of rates: no update; SGD; an update of running statistics; and whole-tensor updates by Muon
 * (`muonDescend`) or LARS (`larsDescend`).
 */
export const RATE_MODES = { leave: 0, descend: 1, follow: 2, orthogonalise: 3, adapt: 4 }

/** The uniform table of rates as binding `index`: each row (rate, decay, mode, 1 where Muon rescales). */
export const declareRates = (
  index: number,
): { readonly code: string; readonly binding: KernelBinding } => ({
  code: `@group(0) @binding(${index}) var<uniform> rates: array<vec4f, ${RATE_ROW_COUNT}>;\n`,
  binding: { name: 'rates', access: 'uniform', bytes: 16 * RATE_ROW_COUNT },
})
