import type { Kernel } from '../../codegen/kernel.ts'
import { PADDED_CLASSES } from '../../codegen/parameter-rows.ts'
import { elementwise } from '../../codegen/elementwise.ts'
import { declareUniform } from '../../codegen/uniform.ts'

export interface AccumulateLogitsOptions {
  readonly batch: number
  readonly logitScale: number
  /** Images that the sums have room for. */
  readonly entries: number
}

/**
 * sums[selection[first + n]] = weight * logitScale * logits[n], added to what is there unless `fresh` is 1, for n below
 * `count`: one view's share of the averaged logits. logits f32 [batch][12], sums f32 [entries][12].
 */
export function accumulateLogits(options: AccumulateLogitsOptions): Kernel {
  const { batch, logitScale, entries } = options
  const vectors = PADDED_CLASSES / 4
  return elementwise({
    label: `accumulateLogits ${batch}`,
    storage: 'f32',
    buffers: [
      { name: 'logits', access: 'read', element: 'vec4f', count: batch * vectors },
      { name: 'selection', access: 'read', element: 'u32', count: 1 },
      { name: 'sums', access: 'readWrite', element: 'vec4f', count: entries * vectors },
    ],
    uniforms: [
      declareUniform(3, 'output', { first: 'u32', count: 'u32', fresh: 'u32', weight: 'f32' }),
    ],
    invocations: batch * vectors,
    body: `
  if (i >= output.count * ${vectors}u) { return; }
  let at = selection[output.first + i / ${vectors}u] * ${vectors}u + i % ${vectors}u;
  let share = output.weight * ${logitScale} * logits[i];
  sums[at] = select(sums[at] + share, share, output.fresh == 1u);`,
  })
}
