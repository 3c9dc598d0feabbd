import { outputShape } from '../../../../model/shapes.ts'
import type { ConvShape } from '../../kernels/conv/conv-shape.ts'
import {
  statisticsTiles,
  type ForwardTask,
  type WeightGradientTask,
} from '../../kernels/conv/conv-task.ts'
import { convSplits } from '../../kernels/conv/conv-tiles.ts'
import { sumSplits } from '../../kernels/conv/sum-splits.ts'
import { paddedChannels } from '../../codegen/parameter-rows.ts'
import type { BufferRef } from '../program.ts'
import type { Unit } from '../units.ts'
import type { LoweringContext, Lowered, Value } from './context.ts'
import { ghostGroups } from './ghost-groups.ts'

type ConvUnit = Extract<Unit, { kind: 'conv' }>

function convShape({ layer }: ConvUnit, input: Value, batch: number): ConvShape {
  const output = outputShape(layer, { ...input.shape, channels: layer.in })
  return {
    batch,
    height: input.shape.height,
    width: input.shape.width,
    in: input.shape.channels,
    out: paddedChannels(layer.out),
    kernel: layer.kernel,
    stride: layer.stride,
    padding: layer.padding,
    outHeight: output.height,
    outWidth: output.width,
  }
}

/**
 * A convolution, with a 2x2 max pool and partial batch-norm statistics in the same dispatch if the unit has them.
 * Evaluation runs the same kernel, to compile it only once, and ignores its statistics.
 */
export function lowerConv(context: LoweringContext, unit: ConvUnit, input: Value): Lowered {
  const { layer, pool, norm } = unit
  const { storage, batch } = context
  const task = { shape: convShape(unit, input, batch), storage, pool }
  const { shape } = task
  const groups = norm && ghostGroups(norm, batch)
  const forward: ForwardTask = { kind: 'forward', ...task, groups }
  const weight = `${layer.name}.weight`
  const outputs = context.record(layer.name, context.convolution(forward), {
    x: input.ref,
    w: context.operand(weight),
  })
  const tilesPerGroup = statisticsTiles(forward, context.tile(forward))
  const learns = context.learns(weight)
  const position = pool ? outputs.position : null

  /** Partial sums, if there are several or the sum scales them; then their sum is recorded too. */
  const recordWeightGradient = (dy: BufferRef): (() => void) => {
    const gradient: WeightGradientTask = { kind: 'weightGradient', ...task }
    const kernel = context.convolution(gradient)
    const elements = shape.kernel ** 2 * shape.in * shape.out
    const splits = convSplits(shape, pool, context.tile(gradient), context.profile)
    const { lossScale, accumulate } = context
    const buffers = { x: input.ref, dy, position }
    const sum = context.gradient(weight)
    if (splits === 1 && lossScale === 1 && !accumulate) {
      context.record(layer.name, kernel, { ...buffers, partials: sum })
      return () => {}
    }
    const { partials } = context.record(layer.name, kernel, buffers)
    const summing = sumSplits({ elements, splits, scale: 1 / lossScale, accumulate })
    return () => context.record(layer.name, summing, { partials, sum })
  }
  const recordInputGradient = (dy: BufferRef, add: BufferRef | null) => {
    const kernel = context.convolution({ kind: 'inputGradient', ...task, add: add !== null })
    const buffers = { dy, position, w: context.operand(weight), add }
    return context.record(layer.name, kernel, buffers).dx
  }

  const side = (length: number) => (pool ? Math.floor(length / 2) : length)
  return {
    output: {
      ref: outputs.y,
      shape: { height: side(shape.outHeight), width: side(shape.outWidth), channels: shape.out },
      learns: learns || input.learns,
      statistics: tilesPerGroup === null ? null : { ref: outputs.statistics, tilesPerGroup },
    },
    // Both gradients before the sum, so that neither waits for it.
    backward: (dy, add) => {
      const sum = learns ? recordWeightGradient(dy) : null
      const dx = input.learns ? recordInputGradient(dy, add) : null
      sum?.()
      return dx
    },
  }
}
