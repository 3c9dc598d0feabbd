import { linearForward } from '../../kernels/head/linear-forward.ts'
import { linearInputGradient } from '../../kernels/head/linear-input-gradient.ts'
import { linearWeightGradient } from '../../kernels/head/linear-weight-gradient.ts'
import { CLASS_COUNT, type LinearLayer } from '../../../../model/layers.ts'
import { paddedChannels } from '../../codegen/parameter-rows.ts'
import type { BufferRef } from '../program.ts'
import type { Unit } from '../units.ts'
import type { LoweringContext, Value } from './context.ts'

/** The end of a network: a linear layer to the classes, and what its result is multiplied by. */
export interface Head {
  readonly layer: LinearLayer
  readonly logitScale: number
}

/** Splits a network into its trunk and its head. Throws if it doesn't end in a linear layer to the classes. */
export function splitHead(units: readonly Unit[]): {
  readonly trunk: readonly Unit[]
  readonly head: Head
} {
  const end = units.findLastIndex(({ kind }) => kind !== 'scale')
  const last = units[end]
  if (last?.kind !== 'linear' || last.layer.out !== CLASS_COUNT) {
    throw new Error(
      `A network must end in a linear layer of ${CLASS_COUNT} outputs, scaled or not.`,
    )
  }
  const logitScale = units
    .slice(end + 1)
    .reduce((product, unit) => product * (unit.kind === 'scale' ? unit.factor : 1), 1)
  return { trunk: units.slice(0, end), head: { layer: last.layer, logitScale } }
}

/** The linear layer: logits before their scale, and a function that records its gradients. */
export function lowerHead(context: LoweringContext, { layer }: Head, input: Value) {
  const { batch, storage, lossScale, accumulate } = context
  const weight = `${layer.name}.weight`
  const bias = `${layer.name}.bias`
  const size = { batch, in: input.shape.channels, out: paddedChannels(layer.out), storage }
  const { logits } = context.record(layer.name, linearForward({ ...size, bias: layer.bias }), {
    x: input.ref,
    w: context.weight(weight),
    bias: layer.bias ? context.weight(bias) : null,
  })
  const backward = (dlogits: BufferRef): BufferRef | null => {
    const kernel = linearWeightGradient({ ...size, bias: layer.bias, lossScale, accumulate })
    context.record(layer.name, kernel, {
      x: input.ref,
      dlogits,
      dw: context.gradient(weight),
      dbias: layer.bias ? context.gradient(bias) : null,
    })
    if (!input.learns) return null
    const buffers = { dlogits, w: context.weight(weight) }
    return context.record(layer.name, linearInputGradient({ ...size, add: false }), buffers).dx
  }
  return { logits, backward }
}
