import { DATASET_SIZES } from '../../data/datasets.ts'
import { type RecipeChoice, resolveRecipe } from '../../recipe/choice.ts'
import { type PresetName, presetNamed } from '../../recipe/presets.ts'
import { runFlops } from '../../trainer/schedule/compute.ts'

const known = new Map<PresetName, number>()

/** FLOP of a run of a preset on all of CIFAR-10. Counting a network takes about a millisecond, so each is counted once. */
export function presetFlops(name: PresetName): number {
  const flops =
    known.get(name) ??
    runFlops(presetNamed(name).recipe, DATASET_SIZES.full.train, DATASET_SIZES.full.test)
  known.set(name, flops)
  return flops
}

const ofChoices = new WeakMap<RecipeChoice, number>()

/** The same for any recipe. */
export function choiceFlops(choice: RecipeChoice): number {
  const flops =
    ofChoices.get(choice) ??
    runFlops(resolveRecipe(choice), DATASET_SIZES.full.train, DATASET_SIZES.full.test)
  ofChoices.set(choice, flops)
  return flops
}
