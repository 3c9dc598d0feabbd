import type { RecipePath } from '../../recipe/paths.ts'
import type { RecipeChoice } from '../../recipe/choice.ts'
import { TOGGLE_NAMES, TOGGLES } from '../../recipe/toggles.ts'
import type { ToggleGroup } from '../../recipe/toggles/toggle.ts'

/** A number of a recipe that can be turned; it shows where the recipe has it. */
export interface Knob {
  readonly path: RecipePath
  readonly title: string
  readonly step: number
  readonly min: number
  readonly max: number
}

/** The numbers that no toggle offers, by their part of the recipe. The schema has the last word on what fits. */
export const KNOBS: Readonly<Partial<Record<ToggleGroup, readonly Knob[]>>> = {
  architecture: [
    { path: 'network.width', title: 'Width, times', step: 0.125, min: 0.0625, max: 4 },
    { path: 'network.logitScale', title: 'Logits, times', step: 0.0125, min: 0.001, max: 4 },
  ],
  normalisation: [
    {
      path: 'network.norm.momentum',
      title: 'Share of a batch in running statistics',
      step: 0.05,
      min: 0.01,
      max: 1,
    },
  ],
  schedule: [{ path: 'batchSize', title: 'Images a step', step: 32, min: 1, max: 8192 }],
  optimiser: [{ path: 'optimiser.momentum', title: 'Momentum', step: 0.01, min: 0, max: 0.999 }],
}

/** What the schedule's own fields set. */
export const SCHEDULE_FIELDS = ['length.count', 'schedule.knots'] as const

/** The fields set by hand that belong to one part of the recipe: its knobs' and its toggles'. */
export function fieldsByHand(group: ToggleGroup, { overrides }: RecipeChoice): string[] {
  const settings = TOGGLE_NAMES.filter((name) => TOGGLES[name].group === group).flatMap(
    (name) => TOGGLES[name].settings ?? [],
  )
  const fields = new Set<string>([
    ...(KNOBS[group] ?? []).map(({ path }) => path),
    ...settings.map(({ path }) => path),
    ...(group === 'schedule' ? SCHEDULE_FIELDS : []),
  ])
  return Object.keys(overrides).filter((path) => fields.has(path))
}
