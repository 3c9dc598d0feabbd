import { useMemo } from 'react'
import { useStore } from 'zustand'
import type { RunEntry } from '../../runs/history/entry.ts'
import { type Row, rowsOf } from '../../runs/history/rows.ts'
import { useRunLibrary } from '../context/run-library-context.ts'
import { useView } from './view.ts'

export const useEntries = (): readonly RunEntry[] =>
  useStore(useRunLibrary().history.store, ({ entries }) => entries)

/** Rows selected by default. */
const DRAWN_BY_DEFAULT = 3

/** Every row of the list, and those that are drawn, in the order they were chosen. */
export function useRows(): { readonly rows: readonly Row[]; readonly drawn: readonly Row[] } {
  const entries = useEntries()
  const { grouped, runs } = useView()
  return useMemo(() => {
    const rows = rowsOf(entries, grouped)
    if (runs === null) {
      const tested = rows.filter(({ entries: [newest] }) => newest.record.tests.length > 0)
      return { rows, drawn: tested.slice(0, DRAWN_BY_DEFAULT) }
    }
    const plotted = runs.flatMap(
      (id) => rows.find((row) => row.entries.some((entry) => entry.id === id)) ?? [],
    )
    return { rows, drawn: [...new Set(plotted)] }
  }, [entries, grouped, runs])
}
