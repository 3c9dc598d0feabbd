import { ACTIVATION_TOGGLES } from './toggles/activation.ts'
import { ARCHITECTURE_TOGGLES } from './toggles/architecture.ts'
import { AVERAGING_TOGGLES } from './toggles/averaging.ts'
import { DATA_TOGGLES } from './toggles/data.ts'
import { FIRST_LAYER_TOGGLES } from './toggles/first-layer.ts'
import { INITIALISATION_TOGGLES } from './toggles/initialisation.ts'
import { LOSS_TOGGLES } from './toggles/loss.ts'
import { NORMALISATION_TOGGLES } from './toggles/normalisation.ts'
import { OPTIMISER_TOGGLES } from './toggles/optimiser.ts'
import { PRECISION_TOGGLES } from './toggles/precision.ts'
import { SCHEDULE_TOGGLES } from './toggles/schedule.ts'
import { TEST_TIME_TOGGLES } from './toggles/test-time.ts'
import type { Toggle } from './toggles/toggle.ts'

// The optimiser first: others set what it would otherwise set back.
const TABLE = {
  ...OPTIMISER_TOGGLES,
  ...PRECISION_TOGGLES,
  ...DATA_TOGGLES,
  ...ARCHITECTURE_TOGGLES,
  ...ACTIVATION_TOGGLES,
  ...NORMALISATION_TOGGLES,
  ...LOSS_TOGGLES,
  ...FIRST_LAYER_TOGGLES,
  ...INITIALISATION_TOGGLES,
  ...SCHEDULE_TOGGLES,
  ...AVERAGING_TOGGLES,
  ...TEST_TIME_TOGGLES,
}

export type ToggleName = keyof typeof TABLE

/** Every toggle by its name, in the order in which a choice's toggles are applied. */
export const TOGGLES: Readonly<Record<ToggleName, Toggle>> = TABLE

const isToggleName = (name: string): name is ToggleName => Object.hasOwn(TABLE, name)

export const TOGGLE_NAMES: readonly ToggleName[] = Object.keys(TABLE).filter(isToggleName)
