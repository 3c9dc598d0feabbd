import { CLASS_COUNT } from '../model/layers.ts'
import { buildNetwork } from '../model/networks.ts'
import { normalisationOf } from '../trainer/normalisation.ts'
import type { Subject } from './inspection.ts'
import type { Inspection, InspectionResult } from './inspection-protocol.ts'
import type { SessionEngines } from './session-options.ts'

type Asked = Extract<Inspection, { what: 'logitSteps' }>

/** The answers of a network to the first test images, as many as whole groups of its batch norm allow, after each step. */
export async function logitStepsOf(
  { engine, recipe, splits }: Subject,
  { images, share }: Asked,
  engines: Pick<SessionEngines, 'logitSteps'>,
): Promise<InspectionResult> {
  const group = recipe.network.norm.groupSize ?? 1
  const count = group * Math.max(1, Math.floor(Math.min(images, splits.test.count) / group))
  const steps = await engines.logitSteps({
    layers: buildNetwork(recipe.network),
    snapshot: await engine.snapshot(),
    normalisation: normalisationOf(recipe, splits.train),
    records: splits.test,
    chosen: Array.from({ length: count }, (_, i) => i),
    share,
    targets: Array.from({ length: CLASS_COUNT }, (_, i) => i),
  })
  return { what: 'logitSteps', steps }
}
