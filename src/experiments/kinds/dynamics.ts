import * as v from 'valibot'
import {
  type RecipeChoice,
  RecipeChoiceSchema,
  refusal,
  resolveRecipe,
  withToggle,
} from '../../recipe/choice.ts'
import { TOGGLES } from '../../recipe/toggles.ts'
import type { DynamicsCurve } from '../../runs/record/record.ts'
import { COMMON, type ExperimentKind, type SpecOf, wentToItsEnd } from '../kind.ts'
import type { Results } from '../outcome.ts'
import { withBatch } from './varied.ts'

/** The change between the two runs whose norms and steps are compared. */
export const DYNAMICS_OF = ['batchSize', 'start', 'lars'] as const
export type DynamicsOf = (typeof DYNAMICS_OF)[number]

/** How weights move under a recipe and a variant of it: parts 5 and 6 of David Page's series. */
export const DynamicsSchema = v.object({
  kind: v.literal('dynamics'),
  ...COMMON,
  base: RecipeChoiceSchema,
  of: v.picklist(DYNAMICS_OF),
})

export type Dynamics = v.InferOutput<typeof DynamicsSchema>
type DynamicsSpec = SpecOf<Dynamics>

/** Factor of larger batches; the rate grows with it. */
export const GROWTH = 4

/** Interval of measured steps. */
const EVERY = 10

export const DYNAMICS: ExperimentKind<DynamicsSpec> = {
  arms: ({ base, of }) => [base, variantOf(base, of)],
  measures: { dynamicsEvery: EVERY },
  counts: (record) => wentToItsEnd(record) && record.dynamics !== undefined,
}

/** The variant of the recipe: larger batches with a larger rate, another initialisation, or another update rule. */
function variantOf(base: RecipeChoice, of: DynamicsOf): RecipeChoice {
  const recipe = resolveRecipe(base)
  switch (of) {
    case 'batchSize':
      return withBatch(base, GROWTH * recipe.batchSize)
    case 'start':
      return withToggle(base, 'dirac', !TOGGLES.dirac.isOn(recipe))
    case 'lars':
      return withToggle(base, 'lars', !TOGGLES.lars.isOn(recipe))
  }
}

/** Whether a comparison makes sense for a recipe: the variant is another recipe, trained by a rule that has such norms. */
export function isComparable(base: RecipeChoice, of: DynamicsOf): boolean {
  const { optimiser } = resolveRecipe(base)
  if (optimiser.kind === 'muon' || (of === 'batchSize' && optimiser.kind !== 'sgd')) return false
  return refusal(variantOf(base, of)) === null
}

/** The curves of a run by epoch: geometric mean of norms and mean of cosines over its weight tensors. */
export interface DynamicsPoint {
  readonly epoch: number
  readonly weightNorm: number
  readonly gradientNorm: number
  /** The step's norm over the weight's. */
  readonly effectiveStep: number
  readonly gradientWeightCosine: number
  /** Null if the previous step was not stored. */
  readonly gradientCosine: number | null
}

/** The curve of each recipe, from its first finished seed; null if none. */
export const dynamicsCurves = ({ arms }: Results): (readonly DynamicsPoint[] | null)[] =>
  arms.map(([outcome]) => {
    if (outcome === undefined) return null
    const { dynamics, stepsPerEpoch } = outcome.record
    return dynamics === undefined ? null : pointsOf(dynamics, stepsPerEpoch)
  })

function pointsOf({ steps, tensors }: DynamicsCurve, stepsPerEpoch: number): DynamicsPoint[] {
  return steps.map((step, i) => {
    const of = (field: 'weightNorm' | 'gradientNorm' | 'stepNorm' | 'gradientWeightCosine') =>
      tensors.map((tensor) => tensor[field][i])
    const cosines = tensors.flatMap((tensor) => tensor.gradientCosine[i] ?? [])
    const steps = of('stepNorm')
    return {
      epoch: step / stepsPerEpoch,
      weightNorm: geometricMean(of('weightNorm')),
      gradientNorm: geometricMean(of('gradientNorm')),
      effectiveStep: geometricMean(of('weightNorm').map((norm, t) => steps[t] / norm)),
      gradientWeightCosine: mean(of('gradientWeightCosine')),
      gradientCosine: cosines.length === 0 ? null : mean(cosines),
    }
  })
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)

/** Over positive values; others are skipped. */
function geometricMean(values: readonly number[]): number {
  const positive = values.filter((value) => value > 0)
  return positive.length === 0 ? 0 : Math.exp(mean(positive.map(Math.log)))
}

/** The median ratio of two curves' effective steps, second over first, at the same epochs; null if unknown. */
export function stepRatio(
  [a, b]: readonly (readonly DynamicsPoint[] | null | undefined)[],
  share: readonly [number, number] = [0.3, 1],
): number | null {
  const end = a?.at(-1)?.epoch
  if (!a || !b || end === undefined) return null
  const ratios = a
    .filter(({ epoch }) => epoch >= share[0] * end && epoch <= share[1] * end)
    .flatMap((point) => {
      const other = b.findLast(({ epoch }) => epoch <= point.epoch)
      return other && point.effectiveStep > 0 ? [other.effectiveStep / point.effectiveStep] : []
    })
    .sort((x, y) => x - y)
  return ratios.length === 0 ? null : ratios[Math.floor(ratios.length / 2)]
}
