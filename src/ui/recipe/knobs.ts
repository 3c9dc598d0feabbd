import type { RecipePath } from '../../recipe/paths.ts'
import type { RecipeChoice } from '../../recipe/choice.ts'
import { TOGGLE_NAMES, TOGGLES } from '../../recipe/toggles.ts'
import type { ToggleGroup } from '../../recipe/toggles/toggle.ts'

/** An editable number of a recipe; shown if the recipe has it. */
export interface Knob {
  readonly path: RecipePath
  readonly title: string
  readonly step: number
  readonly min: number
  readonly max: number
}

/** Numbers that no toggle offers, by part of the recipe. The schema checks the values. */
export const KNOBS: Readonly<Partial<Record<ToggleGroup, readonly Knob[]>>> = {
  architecture: [
    { path: 'network.width', title: 'Width multiplier', step: 0.125, min: 0.0625, max: 4 },
    { path: 'network.logitScale', title: 'Logit multiplier', step: 0.0125, min: 0.001, max: 4 },
  ],
  normalisation: [
    {
      path: 'network.norm.momentum',
      title: 'Weight of each batch in running statistics',
      step: 0.05,
      min: 0.01,
      max: 1,
    },
  ],
  schedule: [{ path: 'batchSize', title: 'Batch size', step: 32, min: 1, max: 8192 }],
  optimiser: [{ path: 'optimiser.momentum', title: 'Momentum', step: 0.01, min: 0, max: 0.999 }],
}

/** The paths that the schedule's fields set. */
export const SCHEDULE_FIELDS = ['length.count', 'schedule.knots'] as const

/** The custom fields of one part of the recipe: those of its knobs and toggles. */
export function customFields(group: ToggleGroup, { overrides }: RecipeChoice): string[] {
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
