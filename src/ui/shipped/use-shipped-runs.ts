import { useEffect } from 'react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { FiledRun } from '../../runs/files/run-file.ts'
import { atRest } from '../app/at-rest.ts'

const shipped = createStore<{ readonly runs: readonly FiledRun[] }>(() => ({ runs: [] }))

let loading: Promise<void> | null = null

async function load(): Promise<void> {
  await atRest()
  const { loadShippedRuns } = await import('../../runs/shipped.ts')
  shipped.setState({ runs: await loadShippedRuns() })
}

/** The runs that ship with the page, loaded when wanted and the page is idle; none until then. */
export function useShippedRuns(wanted: boolean): readonly FiledRun[] {
  useEffect(() => {
    if (wanted) loading ??= load()
  }, [wanted])
  return useStore(shipped, ({ runs }) => runs)
}
