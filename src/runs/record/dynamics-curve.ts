import type { StepDynamics } from '../../engine/inspection/dynamics.ts'
import { type DynamicsCurve, MAX_DYNAMICS } from './record.ts'

/** Weights of convolutions and linear layers only, not biases or batch-norm scales. */
const isWeight = (name: string): boolean => name.endsWith('.weight')

/** Significant digits of a stored value. */
const DIGITS = 5

const short = (value: number): number => Number(value.toPrecision(DIGITS))

/** Dynamics of the weights, thinned to the steps of a record; null if not measured. */
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
    // A weight that was frozen or became NaN has no curve.
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
