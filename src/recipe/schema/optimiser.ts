import * as v from 'valibot'
import { between, count, positive, share, zeroOrMore } from './numbers.ts'
import type { ReadOnly } from './read-only.ts'

/** Jordan's Newton-Schulz polynomial: it pushes singular values to between 0.5 and 1.5, not to 1. */
export const JORDANS_POLYNOMIAL = [3.4445, -4.775, 2.0315] as const

/** Weights scaled to norm sqrt(outputs) before every step, as Jordan's Muon does. */
export const EVERY_STEP = { everySteps: 1, growth: 0 } as const

const coefficient = between(-100, 100)

/** SGD with momentum; `lars` and `muon` move some of the weights by other rules. */
const settings = {
  momentum: share,
  nesterov: v.boolean(),
  /** Per example: the weights, multiplied by this and the batch size, are added to the summed gradient. */
  weightDecay: zeroOrMore,
  /** Batch-norm biases learn this many times faster and decay this many times less. */
  normBiasRate: positive,
  /** Whether the rate is inside the velocity (Page) or applied to it (PyTorch); alike at a constant rate. */
  velocity: v.picklist(['withRate', 'withoutRate']),
}

const SgdSchema = v.object({ kind: v.literal('sgd'), ...settings })

/**
 * The rate of each weight tensor w of the convolutions and the head is the scheduled value times
 * `weightRate` |w| / (|g| + epsilon), g the decayed gradient of the summed loss. The batch size has no effect on it.
 */
const LarsSchema = v.object({
  kind: v.literal('lars'),
  ...settings,
  weightRate: positive,
  epsilon: zeroOrMore,
})

/**
 * How Muon moves convolutions: by orthogonalised momentum, at the scheduled value times `rate`, whatever the batch size.
 * A convolution is seen as a matrix [outputs, inputs * 9].
 */
const MuonSettingsSchema = v.object({
  rate: positive,
  momentum: share,
  nesterov: v.boolean(),
  /** a, b and c of the three Newton-Schulz iterations X <- a X + (b A + c A A) X, A = X X^T. */
  polynomial: v.optional(v.tuple([coefficient, coefficient, coefficient]), [...JORDANS_POLYNOMIAL]),
  /**
   * When weights are scaled to norm sqrt(outputs), right before they move: every `everySteps` steps at first, in whole
   * steps towards `growth` more at the end of the run.
   */
  rescaling: v.optional(v.object({ everySteps: count, growth: between(0, 1000) }), EVERY_STEP),
  /**
   * Per example: multiplied by the batch size and the step's rate, it is the share by which weights shrink after the
   * step.
   */
  weightDecay: v.optional(between(0, 1), 0),
})

const MuonSchema = v.object({
  kind: v.literal('muon'),
  ...settings,
  convolutions: MuonSettingsSchema,
  /** The head, and biases that are not batch norm's, learn this many times faster and decay this many times less. */
  headRate: positive,
  biasRate: positive,
  /** Whether the rate of the whitening bias falls linearly to 0 while it is trained, independent of the schedule. */
  biasRests: v.boolean(),
})

export const OptimiserSchema = v.variant('kind', [SgdSchema, LarsSchema, MuonSchema])

export type SgdRecipe = ReadOnly<v.InferOutput<typeof SgdSchema>>
export type LarsRecipe = ReadOnly<v.InferOutput<typeof LarsSchema>>
export type MuonSettings = ReadOnly<v.InferOutput<typeof MuonSettingsSchema>>
export type MuonRecipe = ReadOnly<v.InferOutput<typeof MuonSchema>>
export type OptimiserRecipe = SgdRecipe | LarsRecipe | MuonRecipe
