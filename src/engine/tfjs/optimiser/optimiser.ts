import * as tf from '@tensorflow/tfjs'
import type { ParameterGroup } from '../../../model/parameters.ts'
import type { OptimiserRecipe } from '../../../recipe/schema/optimiser.ts'
import type { GroupRate } from '../../engine.ts'
import { updateRule } from '../../update-rule.ts'
import { larsStep } from './lars.ts'
import { muonStep } from './muon.ts'
import { sgdStep, type Moved } from './sgd.ts'
import type { Slot } from './vectors.ts'

/** One step of a parameter group's vector; `slots` describe the tensors in it. */
export function stepGroup(
  state: Moved<tf.Tensor1D>,
  gradient: tf.Tensor1D,
  rate: GroupRate,
  optimiser: OptimiserRecipe,
  { group, slots }: { readonly group: ParameterGroup; readonly slots: readonly Slot[] },
): Moved<tf.Tensor1D> {
  const rule = updateRule(optimiser, group)
  if (optimiser.kind === 'lars' && rule === 'lars') {
    return eachTensor(state, gradient, slots, (own, g) => larsStep(own, g, rate, optimiser))
  }
  if (optimiser.kind === 'muon' && rule === 'muon') {
    return eachTensor(state, gradient, slots, (own, g, { shape }) =>
      muonStep(own, g, { ...rate, outputs: shape[shape.length - 1] }, optimiser.convolutions),
    )
  }
  return sgdStep(state, gradient, rate, optimiser)
}

function eachTensor(
  { weights, velocity }: Moved<tf.Tensor1D>,
  gradient: tf.Tensor1D,
  slots: readonly Slot[],
  step: (state: Moved<tf.Tensor1D>, gradient: tf.Tensor1D, slot: Slot) => Moved<tf.Tensor1D>,
): Moved<tf.Tensor1D> {
  const moved = slots.map((slot) => {
    const part = (vector: tf.Tensor1D) => tf.slice1d(vector, slot.offset, slot.size)
    return step({ weights: part(weights), velocity: part(velocity) }, part(gradient), slot)
  })
  return {
    weights: tf.concat1d(moved.map((part) => part.weights)),
    velocity: tf.concat1d(moved.map((part) => part.velocity)),
  }
}
