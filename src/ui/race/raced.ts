import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { RunEntry } from '../../runs/history/entry.ts'
import { query } from '../address/address.ts'
import { goTo, onAddress } from '../address/page-view.ts'
import type { LoadRunLibrary } from '../context/run-library-context.ts'

/** The address's parameter with the id of the shared run to beat. */
const PARAMETER = 'race'

const raced = createStore<{ readonly entry: RunEntry | null }>(() => ({ entry: null }))

/** The shared run that the visitor races, drawn as the curve to beat; null without one. */
export const useRaced = (): RunEntry | null => useStore(raced, ({ entry }) => entry)

/** Shows a stored run on Train as the one to beat. */
export const raceRun = (id: string): void =>
  goTo('train', (parameters) => parameters.set(PARAMETER, id))

/** Shows Train as it is without a shared run. */
export const endRace = (): void => goTo('train', (parameters) => parameters.delete(PARAMETER))

/** Syncs the raced run with the address, so that it survives a reload. */
export function followRace(loadRunLibrary: LoadRunLibrary, failed: (error: unknown) => void): void {
  const follow = async () => {
    const id = new URLSearchParams(query()).get(PARAMETER)
    if (id === raced.getState().entry?.id) return
    const entry = id === null ? null : (await loadRunLibrary()).history.find(id)
    // The address may name another run by now.
    if (id === new URLSearchParams(query()).get(PARAMETER)) raced.setState({ entry })
  }
  const followOrSay = () => {
    follow().catch(failed)
  }
  followOrSay()
  onAddress(followOrSay)
}
