import { INPUT_SHAPE, type Layer } from '../../../model/layers.ts'
import { walkLayers } from '../../../model/shapes.ts'
import { OutOfGpuMemory, type EngineSpec } from '../../engine.ts'
import { planProblems } from './plan-limits.ts'
import { createPlan, type Plan, type PlanRequest } from './plan.ts'

/** The plan in the fewest micro-batches a step that the device's limits allow. Throws `OutOfGpuMemory` if none does. */
export function fittingPlan(request: Omit<PlanRequest, 'microBatches'>): Plan {
  let problem = ''
  for (const microBatches of possibleMicroBatches(request.spec, 1)) {
    const plan = createPlan({ ...request, microBatches })
    const [first] = planProblems(plan, request.profile.limits)
    if (first === undefined) return plan
    problem = first
  }
  throw new OutOfGpuMemory(problem)
}

/** Micro-batch counts, from `least` up, that divide the batch and keep its ghost groups whole. */
export function possibleMicroBatches(
  { layers, batchSize }: Pick<EngineSpec, 'layers' | 'batchSize'>,
  least: number,
): number[] {
  const group = ghostGroupSize(layers)
  return Array.from({ length: batchSize }, (_, i) => i + 1).filter(
    (microBatches) =>
      microBatches >= least &&
      batchSize % microBatches === 0 &&
      (batchSize / microBatches) % group === 0,
  )
}

/** A size that every ghost group divides. */
function ghostGroupSize(layers: readonly Layer[]): number {
  let size = 1
  walkLayers(layers, INPUT_SHAPE, (layer) => {
    if (layer.kind === 'batchNorm' && layer.groupSize !== null) {
      size = leastCommonMultiple(size, layer.groupSize)
    }
  })
  return size
}

function leastCommonMultiple(a: number, b: number): number {
  let multiple = a
  while (multiple % b !== 0) multiple += a
  return multiple
}
