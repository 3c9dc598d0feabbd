import { activateGradient } from '../../kernels/pointwise/activate-gradient.ts'
import { activate } from '../../kernels/pointwise/activate.ts'
import { averagePool } from '../../kernels/pool/average-pool.ts'
import { biasGradient, biasGradientSplits } from '../../kernels/pointwise/bias-gradient.ts'
import { maxPool } from '../../kernels/pool/max-pool.ts'
import { averagePoolGradient, maxPoolGradient } from '../../kernels/pool/pool-gradient.ts'
import { sumSplits } from '../../kernels/conv/sum-splits.ts'
import type { Activation } from '../../../../recipe/schema/network.ts'
import type { BufferRef } from '../program.ts'
import type { Unit } from '../units.ts'
import type { LoweringContext, Lowered, Value } from './context.ts'

type ActivationUnit = Extract<Unit, { kind: 'activation' }>
type PoolUnit = Extract<Unit, { kind: 'maxPool' | 'averagePool' }>

/** An activation without batch norm, after a convolution's bias if there is one. */
export function lowerActivation(
  context: LoweringContext,
  { activation, bias }: ActivationUnit,
  input: Value,
): Lowered {
  const { storage } = context
  const name = bias ?? 'activation'
  const parameter = `${bias}.bias`
  const learns = bias !== null && context.learns(parameter)
  const shape = context.batched(input.shape)
  const buffers = { x: input.ref, bias: bias === null ? null : context.weight(parameter) }
  const pass = { shape, storage, activation, bias: bias !== null }
  const { y } = context.record(name, activate(pass), buffers)

  /** `dy` is the gradient before the activation where `after` is null, else after it. */
  const recordBiasGradient = (dy: BufferRef, after: Activation | null) => {
    const options = { shape, storage, activation: after }
    const { partials } = context.record(name, biasGradient(options), {
      dy,
      ...(after ? buffers : {}),
    })
    const sum = sumSplits({
      elements: shape.channels,
      splits: biasGradientSplits(options),
      scale: 1 / context.lossScale,
      accumulate: context.accumulate,
    })
    context.record(name, sum, { partials, sum: context.gradient(parameter) })
  }
  return {
    output: { ...input, ref: y, learns: learns || input.learns, statistics: null },
    backward: (dy, add) => {
      if (!input.learns) {
        if (learns) recordBiasGradient(dy, activation)
        return null
      }
      const kernel = activateGradient({ ...pass, add: add !== null && !learns })
      if (!learns) return context.record(name, kernel, { ...buffers, dy, add }).dx
      const { dx } = context.record(name, kernel, { ...buffers, dy })
      recordBiasGradient(dx, null)
      return add ? context.sum(dx, add, input.shape) : dx
    },
  }
}

/** A max or average pool that isn't fused into another kernel. */
export function lowerPool(
  context: LoweringContext,
  { kind, size }: PoolUnit,
  input: Value,
): Lowered {
  const { storage } = context
  const pass = { shape: context.batched(input.shape), storage, size }
  const maximum = kind === 'maxPool'
  const outputs = context.record(kind, (maximum ? maxPool : averagePool)(pass), { x: input.ref })
  const side = (length: number) => Math.floor(length / size)
  const { height, width, channels } = input.shape
  return {
    output: {
      ref: outputs.y,
      shape: { height: side(height), width: side(width), channels },
      learns: input.learns,
      statistics: null,
    },
    backward: (dy, add) => {
      if (!input.learns) return null
      const gradient = maximum ? maxPoolGradient : averagePoolGradient
      const buffers = { dy, position: maximum ? outputs.position : null, add }
      return context.record(kind, gradient({ ...pass, add: add !== null }), buffers).dx
    },
  }
}
