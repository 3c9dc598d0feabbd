import { startTransition, use, useCallback, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { PresetName } from '../../recipe/presets.ts'
import type { RunEntry } from '../../runs/history/entry.ts'
import { useLoadRunLibrary } from '../context/run-library-context.ts'
import { type OwnResult, ownResults } from './own-results.ts'
import { STORY } from './steps.ts'

const PRESETS: readonly PresetName[] = [
  ...new Set(STORY.flatMap(({ steps }) => steps.map(({ preset }) => preset))),
]

const NO_RUNS = createStore<{ readonly entries: readonly RunEntry[] }>(() => ({ entries: [] }))

/**
 * The visitor's own results by preset; none until `wanted` is called, since the run library loads only when the story
 * is reached.
 */
export function useOwnResults(): {
  readonly own: ReadonlyMap<PresetName, OwnResult>
  readonly want: () => void
} {
  const [wanted, setWanted] = useState(false)
  const load = useLoadRunLibrary()
  const store = wanted ? use(load()).history.store : NO_RUNS
  const entries = useStore<typeof NO_RUNS, readonly RunEntry[]>(store, (state) => state.entries)
  const own = useMemo(() => ownResults(entries, PRESETS), [entries])
  const want = useCallback(() => startTransition(() => setWanted(true)), [])
  return { own, want }
}
