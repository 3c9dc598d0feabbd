import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { RunEntry } from '../../runs/history/entry.ts'
import { query } from '../address/address.ts'
import { goTo, onAddress } from '../address/page-view.ts'
import type { LoadRunLibrary } from '../context/run-library-context.ts'

/** The address's parameter with the ids of the shared runs; the first is the one to beat. */
const PARAMETER = 'race'

const store = createStore<{ readonly ids: string; readonly entries: readonly RunEntry[] }>(() => ({
  ids: '',
  entries: [],
}))

/** The shared run that the visitor races, drawn as the curve to beat; null without one. */
export const useRaced = (): RunEntry | null =>
  useStore(store, ({ entries }) => entries.at(0) ?? null)

/** It and the runs that were shared with it, such as other seeds of its recipe. */
export const useSharedRuns = (): readonly RunEntry[] => useStore(store, ({ entries }) => entries)

/** Shows stored runs on Train, the first as the one to beat. */
export const raceRuns = (runs: readonly Pick<RunEntry, 'id'>[]): void =>
  goTo('train', (parameters) => parameters.set(PARAMETER, runs.map(({ id }) => id).join(',')))

/** Shows Train as it is without a shared run. */
export const endRace = (): void => goTo('train', (parameters) => parameters.delete(PARAMETER))

/** Syncs the raced runs with the address, so that they survive a reload. */
export function followRace(loadRunLibrary: LoadRunLibrary, failed: (error: unknown) => void): void {
  const requestedIds = () => new URLSearchParams(query()).get(PARAMETER) ?? ''
  const find = async (ids: readonly string[]) => {
    const { history } = await loadRunLibrary()
    return ids.flatMap((id) => history.find(id) ?? [])
  }
  const follow = async () => {
    const ids = requestedIds()
    if (ids === store.getState().ids) return
    const entries = ids === '' ? [] : await find(ids.split(','))
    // The address may name other runs by now.
    if (ids === requestedIds()) store.setState({ ids, entries })
  }
  const followOrSay = () => {
    follow().catch(failed)
  }
  followOrSay()
  onAddress(followOrSay)
}
