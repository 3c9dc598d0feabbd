import type { StepDynamics, TensorDynamics } from '../../../engine/inspection/dynamics.ts'

export const MEASURES = ['weightNorm', 'effectiveStep', 'gradientWeight', 'gradients'] as const
export type Measure = (typeof MEASURES)[number]

/** Values by step; null if one was not measured. */
export type StepValues = readonly { readonly step: number; readonly value: number | null }[]

/** How one weight tensor moved over a run. */
export interface TensorSeries {
  readonly layer: string
  readonly measures: Readonly<Record<Measure, StepValues>>
}

/** Most points of a sparkline. */
const MOST_POINTS = 120

const VALUES: Readonly<Record<Measure, (tensor: TensorDynamics) => number | null>> = {
  weightNorm: ({ weightNorm }) => weightNorm,
  effectiveStep: ({ stepNorm, weightNorm }) => (weightNorm > 0 ? stepNorm / weightNorm : null),
  gradientWeight: ({ gradientWeightCosine }) => gradientWeightCosine,
  gradients: ({ gradientCosine }) => gradientCosine,
}

const WEIGHT = '.weight'

/** The weights of convolutions and linear layers in the measured steps, evenly thinned; `layers` are their names. */
export function dynamicsSeries(
  steps: readonly StepDynamics[],
  layers: ReadonlySet<string>,
): TensorSeries[] {
  const every = Math.max(1, Math.ceil(steps.length / MOST_POINTS))
  const shown = steps.filter((_, i) => (steps.length - 1 - i) % every === 0)
  const names = steps.at(-1)?.tensors.map(({ name }) => name) ?? []
  return names
    .filter((name) => name.endsWith(WEIGHT) && layers.has(name.slice(0, -WEIGHT.length)))
    .map((name) => {
      const seriesOf = (measure: Measure): StepValues =>
        shown.map(({ step, tensors }) => {
          const tensor = tensors.find((candidate) => candidate.name === name)
          return { step, value: tensor === undefined ? null : VALUES[measure](tensor) }
        })
      return {
        layer: name.slice(0, -WEIGHT.length),
        measures: {
          weightNorm: seriesOf('weightNorm'),
          effectiveStep: seriesOf('effectiveStep'),
          gradientWeight: seriesOf('gradientWeight'),
          gradients: seriesOf('gradients'),
        },
      }
    })
}

/** Minimum and maximum of a measure over all layers, for a shared scale; null for none. */
export function scaleOf(all: readonly TensorSeries[], measure: Measure): [number, number] | null {
  const values = all.flatMap(({ measures }) =>
    measures[measure].flatMap(({ value }) => (value === null ? [] : [value])),
  )
  return values.length === 0 ? null : [Math.min(...values), Math.max(...values)]
}
