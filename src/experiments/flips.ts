import { type RecipeChoice, withToggle } from '../recipe/choice.ts'
import { type Claim, CLAIMS } from '../recipe/explanations/claims.ts'
import type { ToggleName } from '../recipe/toggles.ts'
import { ablatable } from './kinds/ablation.ts'

/** A recipe without one of its improvements, and the published effect. */
export interface Flip extends Claim {
  readonly base: RecipeChoice
  readonly choice: RecipeChoice
}

/** The improvements of a recipe with the largest effect, without those tried already. */
export function tellingFlips(
  base: RecipeChoice,
  tried: readonly ToggleName[],
  count: number,
): Flip[] {
  const possible = ablatable(base)
  return CLAIMS.filter(({ toggle }) => possible.includes(toggle) && !tried.includes(toggle))
    .slice(0, count)
    .map((claim) => ({ ...claim, base, choice: withToggle(base, claim.toggle, false) }))
}
