import type { StepDynamics } from '../../engine/dynamics.ts'
import { type DynamicsCurve, MAX_DYNAMICS } from './record.ts'

/** The weights of convolutions and linear layers: what a bias or a batch norm's scale does is another story. */
const isWeight = (name: string): boolean => name.endsWith('.weight')

/** Digits that a value keeps. */
const DIGITS = 5

const short = (value: number): number => Number(value.toPrecision(DIGITS))

/** How the weights moved, thinned to as many steps as a record keeps; null where nothing was measured. */
export function dynamicsCurve(measured: readonly StepDynamics[]): DynamicsCurve | null {
  const stride = Math.ceil(measured.length / MAX_DYNAMICS)
  const kept = measured.filter((_, i) => i % stride === 0)
  const [first] = kept
  if (first === undefined) return null
  const names = first.tensors.map(({ name }) => name).filter(isWeight)
  const tensors = names.flatMap((name) => {
    const points = kept.flatMap((step) => step.tensors.find((tensor) => tensor.name === name) ?? [])
    const values = points.flatMap(({ weightNorm, gradientNorm, stepNorm }) => [
      weightNorm,
      gradientNorm,
      stepNorm,
    ])
    // One that was frozen on the way, or came to be no number, has no curve.
    if (points.length < kept.length || !values.every(Number.isFinite)) return []
    return [
      {
        name,
        weightNorm: points.map((point) => short(point.weightNorm)),
        gradientNorm: points.map((point) => short(point.gradientNorm)),
        stepNorm: points.map((point) => short(point.stepNorm)),
        gradientWeightCosine: points.map((point) => short(point.gradientWeightCosine)),
        gradientCosine: points.map(({ gradientCosine }) =>
          gradientCosine === null ? null : short(gradientCosine),
        ),
      },
    ]
  })
  return { steps: kept.map(({ step }) => step), tensors }
}
