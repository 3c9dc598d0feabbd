import { concatCopy, sliceChannels } from '../../kernels/pointwise/concat.ts'
import type { BufferRef } from '../program.ts'
import type { Unit } from '../units.ts'
import type { LoweringContext, Lowered, Value } from './context.ts'
import { lowerConv } from './convolution.ts'
import { lowerActivation, lowerPool } from './elementwise.ts'
import { lowerNorm } from './normalisation.ts'

/** Records the forward passes of units in a row; `residual` is added to the last one's output. */
export function lowerUnits(
  context: LoweringContext,
  units: readonly Unit[],
  input: Value,
  residual: Value | null = null,
): Lowered {
  const lowered: Lowered[] = []
  let value = input
  const follow = (next: Lowered) => {
    lowered.push(next)
    value = next.output
  }
  const last = units.at(-1)
  const fused = last?.kind === 'norm' && last.pool === 'none'
  for (const unit of units) {
    follow(lowerUnit(context, unit, value, fused && unit === last ? residual : null))
  }
  if (residual && !fused) follow(lowerAdd(context, value, residual))
  return {
    output: value,
    backward: (dy, add) => {
      let gradient: BufferRef | null = dy
      for (let i = lowered.length - 1; i >= 0 && gradient !== null; i--) {
        gradient = lowered[i].backward(gradient, i === 0 ? add : null)
      }
      return lowered.length === 0 && add ? context.sum(dy, add, input.shape) : gradient
    },
  }
}

function lowerUnit(
  context: LoweringContext,
  unit: Unit,
  input: Value,
  residual: Value | null,
): Lowered {
  switch (unit.kind) {
    case 'conv':
      return lowerConv(context, unit, input)
    case 'norm':
      return lowerNorm(context, unit, input, residual)
    case 'activation':
      return lowerActivation(context, unit, input)
    case 'maxPool':
    case 'averagePool':
      return lowerPool(context, unit, input)
    case 'residual':
      return lowerResidual(context, unit, input)
    case 'concat':
      return lowerConcat(context, unit.branches, input)
    case 'flatten':
      return lowerFlatten(context, input)
    case 'linear':
    case 'scale':
      throw new Error(`A ${unit.kind} layer is only possible at the end of a network.`)
  }
}

function lowerResidual(
  context: LoweringContext,
  { body, shortcut }: Extract<Unit, { kind: 'residual' }>,
  input: Value,
): Lowered {
  const direct = lowerUnits(context, shortcut, input)
  const changed = lowerUnits(context, body, input, direct.output)
  const learns = direct.output.learns || changed.output.learns
  return {
    output: { ...changed.output, learns },
    backward: (dy, add) => changed.backward(dy, direct.backward(dy, add)),
  }
}

/** Adds a residual that isn't fused into another kernel. Its gradient is that of the sum. */
function lowerAdd(context: LoweringContext, value: Value, residual: Value): Lowered {
  const ref = context.sum(value.ref, residual.ref, value.shape)
  return {
    output: { ...value, ref, statistics: null },
    backward: (dy, more) => (more ? context.sum(dy, more, value.shape) : dy),
  }
}

/**
 * Concatenates branches along the channels. Every branch must have a multiple of 4, or padding would lie in between.
 */
function lowerConcat(
  context: LoweringContext,
  branches: readonly (readonly Unit[])[],
  input: Value,
): Lowered {
  const lowered = branches.map((units) => lowerUnits(context, units, input))
  const { height, width } = lowered[0].output.shape
  const total = lowered.reduce((sum, { output }) => sum + output.shape.channels, 0)
  const { storage } = context
  const rows = context.batch * height * width
  let offset = 0
  const parts = lowered.map(({ output, backward }) => {
    const { channels } = output.shape
    const part = { copy: { rows, storage, channels, offset, total }, output, backward }
    offset += channels
    return part
  })
  let joined: BufferRef | null = null
  for (const { copy, output } of parts) {
    joined = context.record('concat', concatCopy(copy), { x: output.ref, y: joined }).y
  }
  if (joined === null) throw new Error('A concatenation needs at least one branch.')
  return {
    output: {
      ref: joined,
      shape: { height, width, channels: total },
      learns: lowered.some(({ output }) => output.learns),
      statistics: null,
    },
    backward: (dy, add) => {
      let gradient = add
      for (const { copy, output, backward } of parts) {
        if (!output.learns) continue
        const { dx } = context.record('concat', sliceChannels(copy), { dy })
        gradient = backward(dx, gradient)
      }
      return gradient
    },
  }
}

/** Rows of all pixels and channels: the layout is already the same if there is no padding between pixels. */
function lowerFlatten(context: LoweringContext, input: Value): Lowered {
  const { height, width, channels } = input.shape
  const shape = { height: 1, width: 1, channels: height * width * channels }
  return {
    output: { ...input, shape },
    backward: (dy, add) => (add ? context.sum(dy, add, shape) : dy),
  }
}
