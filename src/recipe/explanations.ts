import { ACTIVATION_EXPLANATIONS } from './explanations/activation.ts'
import { ARCHITECTURE_EXPLANATIONS } from './explanations/architecture.ts'
import { AVERAGING_EXPLANATIONS } from './explanations/averaging.ts'
import { DATA_EXPLANATIONS } from './explanations/data.ts'
import { FIRST_LAYER_EXPLANATIONS } from './explanations/first-layer.ts'
import { INITIALISATION_EXPLANATIONS } from './explanations/initialisation.ts'
import { LOSS_EXPLANATIONS } from './explanations/loss.ts'
import { NORMALISATION_EXPLANATIONS } from './explanations/normalisation.ts'
import { OPTIMISER_EXPLANATIONS } from './explanations/optimiser.ts'
import { PRECISION_EXPLANATIONS } from './explanations/precision.ts'
import { SCHEDULE_EXPLANATIONS } from './explanations/schedule.ts'
import { TEST_TIME_EXPLANATIONS } from './explanations/test-time.ts'
import type { Explanation } from './explanations/explanation.ts'
import type { ToggleName } from './toggles.ts'

/** What every toggle is for. Apart from the toggles themselves, so that the page shows before these words are loaded. */
export const EXPLANATIONS: Readonly<Record<ToggleName, Explanation>> = {
  ...PRECISION_EXPLANATIONS,
  ...DATA_EXPLANATIONS,
  ...ARCHITECTURE_EXPLANATIONS,
  ...ACTIVATION_EXPLANATIONS,
  ...NORMALISATION_EXPLANATIONS,
  ...LOSS_EXPLANATIONS,
  ...FIRST_LAYER_EXPLANATIONS,
  ...INITIALISATION_EXPLANATIONS,
  ...SCHEDULE_EXPLANATIONS,
  ...OPTIMISER_EXPLANATIONS,
  ...AVERAGING_EXPLANATIONS,
  ...TEST_TIME_EXPLANATIONS,
}
