import { useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { isUnderWay } from '../../runs/run.ts'
import { useLab } from '../context/lab-context.ts'
import { useRunLibrary } from '../context/run-library-context.ts'
import { useShippedPredictions } from '../shipped/use-shipped-predictions.ts'
import { useInspectedRun } from './inspected-run.ts'
import { networksToShow } from './networks.ts'

/** The available networks, the shown one, and a control to choose another. */
export function useNetworks() {
  const { history, latest } = useRunLibrary()
  const entries = useStore(history.store, (state) => state.entries)
  const recorded = useStore(latest)
  const held = useInspectedRun()
  const run = useLab((state) => state.run)
  const setup = useLab((state) => state.setup)
  const [chosen, choose] = useState<string | null>(null)
  const underWay = run !== null && isUnderWay(run)
  const recordedAs =
    recorded !== null && run !== null && recorded.run.plan === run.plan ? recorded.entry.id : null
  const hasOwn =
    entries.some(({ origin, record }) => origin === 'here' && record.confusion !== null) ||
    held !== null
  const { loaded: shipped } = useShippedPredictions(!hasOwn)
  const networks = useMemo(
    () => networksToShow({ entries, held, recordedAs, underWay, shipped, setup }),
    [entries, held, recordedAs, underWay, shipped, setup],
  )
  const shown = networks.find(({ id }) => id === chosen) ?? networks[0]
  return [networks, shown, choose] as const
}
