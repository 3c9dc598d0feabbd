import { mergeStatistics } from '../../kernels/norm/merge-statistics.ts'
import { normActivate } from '../../kernels/norm/norm-activate.ts'
import { normGradientApply } from '../../kernels/norm/norm-gradient-apply.ts'
import { normGradientMerge } from '../../kernels/norm/norm-gradient-merge.ts'
import { normGradientReduce, normGradientTiles } from '../../kernels/norm/norm-gradient-reduce.ts'
import { normStatistics, normStatisticsTiles } from '../../kernels/norm/norm-statistics.ts'
import { runningCoefficients } from '../../kernels/norm/running-coefficients.ts'
import type { BufferRef } from '../program.ts'
import type { Unit } from '../units.ts'
import type { LoweringContext, Lowered, Value } from './context.ts'
import { ghostGroups } from './ghost-groups.ts'

type NormUnit = Extract<Unit, { kind: 'norm' }>

/** Batch norm, activation and a 2x2 max pool in one pass; `residual` is added to the result. */
export function lowerNorm(
  context: LoweringContext,
  unit: NormUnit,
  input: Value,
  residual: Value | null,
): Lowered {
  const { layer, activation, pool } = unit
  const { name, epsilon } = layer
  const { storage } = context
  const { channels } = input.shape
  const groups = ghostGroups(layer, context.batch)
  const shape = context.batched(input.shape)
  const affine = { scale: context.weight(`${name}.scale`), bias: context.weight(`${name}.bias`) }
  const running = context.statistics(name)
  const trainingCoefficients = () => {
    const { ref, tilesPerGroup } =
      input.statistics ?? recordStatistics(context, name, input, groups)
    const share = 1 / context.microBatches
    const { accumulate } = context
    const kernel = mergeStatistics({ channels, groups, tilesPerGroup, epsilon, share, accumulate })
    return context.record(name, kernel, { statistics: ref, ...affine, running }).coefficients
  }
  const coefficients = context.training
    ? trainingCoefficients()
    : context.record(name, runningCoefficients({ channels, groups, epsilon }), {
        running,
        ...affine,
      }).coefficients
  const pass = { shape, storage, groups, activation, pool }
  const outputs = context.record(name, normActivate({ ...pass, residual: residual !== null }), {
    x: input.ref,
    coefficients,
    residual: residual?.ref ?? null,
  })
  const position = pool === 'none' ? null : outputs.position

  const backward = (dy: BufferRef, add: BufferRef | null) => {
    const scale = context.learns(`${name}.scale`)
    const buffers = { x: input.ref, coefficients, dy, position }
    const { partials } = context.record(name, normGradientReduce(pass), buffers)
    const tilesPerGroup = normGradientTiles(pass)
    const { lossScale, accumulate } = context
    const { sums } = context.record(
      name,
      normGradientMerge({ channels, groups, tilesPerGroup, lossScale, scale, accumulate }),
      {
        partials,
        dbias: context.gradient(`${name}.bias`),
        dscale: scale ? context.gradient(`${name}.scale`) : null,
      },
    )
    if (!input.learns) return null
    const kernel = normGradientApply({ ...pass, add: add !== null })
    return context.record(name, kernel, { ...buffers, sums, add }).dx
  }
  const side = (length: number) => (pool === 'none' ? length : Math.floor(length / 2))
  return {
    output: {
      ref: outputs.y,
      shape: { height: side(shape.height), width: side(shape.width), channels },
      learns: context.training,
      statistics: null,
    },
    backward,
  }
}

function recordStatistics(context: LoweringContext, name: string, input: Value, groups: number) {
  const pass = { shape: context.batched(input.shape), storage: context.storage, groups }
  const { statistics } = context.record(name, normStatistics(pass), { x: input.ref })
  return { ref: statistics, tilesPerGroup: normStatisticsTiles(pass) }
}
