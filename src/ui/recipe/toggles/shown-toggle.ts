import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { PresetName } from '../../../recipe/presets.ts'
import type { ToggleName } from '../../../recipe/toggles.ts'

/** The toggle at which to open the recipe. */
interface ShownToggle {
  readonly preset: PresetName
  readonly name: ToggleName
  /** The number of such requests so far. */
  readonly count: number
  /** Whether it was scrolled into view. */
  readonly seen: boolean
}

const store = createStore<{ readonly shown: ShownToggle | null }>(() => ({ shown: null }))

/** Opens the recipe at a preset's toggle when rendered. */
export function showToggle(preset: PresetName, name: ToggleName): void {
  store.setState(({ shown }) => ({
    shown: { preset, name, count: (shown?.count ?? 0) + 1, seen: false },
  }))
}

/** The last requested one, or null. */
export const useShownToggle = (): ShownToggle | null => useStore(store, ({ shown }) => shown)

/** Reports that a toggle is in view, so that it is focused only once. */
export function markSeen(): void {
  store.setState(({ shown }) => ({ shown: shown && { ...shown, seen: true } }))
}
