import { outputShape } from '../../../model/shapes.ts'
import { convForward } from '../kernels/conv-forward.ts'
import { convInputGradient } from '../kernels/conv-input-gradient.ts'
import type { ConvShape } from '../kernels/conv-shape.ts'
import { convStatisticsTiles } from '../kernels/conv-statistics.ts'
import { convSplits, convTiles } from '../kernels/conv-tiles.ts'
import { convWeightGradient } from '../kernels/conv-weight-gradient.ts'
import { sumSplits } from '../kernels/sum-splits.ts'
import { paddedChannels } from '../parameter-layout.ts'
import type { Place } from '../programme.ts'
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
 * A convolution, with a 2x2 max pool and partial batch-norm statistics in the same dispatch where the unit has them.
 * Evaluation runs the same kernel, so that it need not be compiled twice, and leaves its statistics.
 */
export function lowerConv(context: LoweringContext, unit: ConvUnit, input: Value): Lowered {
  const { layer, pool, norm } = unit
  const { storage, profile } = context
  const shape = convShape(unit, input, context.batch)
  const weight = `${layer.name}.weight`
  const tile = convTiles(shape, 'forward', profile)[0]
  const tilesPerGroup =
    norm && convStatisticsTiles(shape, pool, tile, ghostGroups(norm, context.batch))
  const kernel = convForward({ shape, storage, tile, pool, statistics: tilesPerGroup !== null })
  const outputs = context.record(layer.name, kernel, {
    x: input.place,
    w: context.operand(weight),
  })
  const learns = context.learns(weight)
  const position = pool ? outputs.position : null

  const recordWeightGradient = (dy: Place) => {
    const gradientTile = convTiles(shape, 'weightGradient', profile)[0]
    const splits = convSplits(shape, pool, gradientTile, profile)
    const { partials } = context.record(
      layer.name,
      convWeightGradient({ shape, storage, tile: gradientTile, pooled: pool, splits }),
      { x: input.place, dy, position },
    )
    return () =>
      context.record(
        layer.name,
        sumSplits({
          elements: shape.kernel ** 2 * shape.in * shape.out,
          splits,
          scale: 1 / context.lossScale,
          accumulate: context.accumulate,
        }),
        { partials, sum: context.gradient(weight) },
      )
  }
  const recordInputGradient = (dy: Place, add: Place | null) => {
    const gradientTile = convTiles(shape, 'inputGradient', profile)[0]
    const kernel = convInputGradient({
      shape,
      storage,
      tile: gradientTile,
      pooled: pool,
      add: add !== null,
    })
    return context.record(layer.name, kernel, {
      dy,
      position,
      w: context.operand(weight),
      add,
    }).dx
  }

  const side = (length: number) => (pool ? Math.floor(length / 2) : length)
  return {
    output: {
      place: outputs.y,
      shape: { height: side(shape.outHeight), width: side(shape.outWidth), channels: shape.out },
      learns: learns || input.learns,
      statistics: tilesPerGroup === null ? null : { place: outputs.statistics, tilesPerGroup },
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
