import { FULL_SET } from '../../data/cifar10.ts'
import { type PresetName, presetNamed } from '../../recipe/presets.ts'
import { runFlops } from '../../trainer/schedule/compute.ts'

const known = new Map<PresetName, number>()

/** FLOP of a run of a preset on all of CIFAR-10. Counting a network takes about a millisecond, so each is counted once. */
export function presetFlops(name: PresetName): number {
  const flops = known.get(name) ?? runFlops(presetNamed(name).recipe, FULL_SET.train, FULL_SET.test)
  known.set(name, flops)
  return flops
}
