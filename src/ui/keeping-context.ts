import { createContext, use } from 'react'
import type { Keeping } from '../runs/keeping.ts'

/** Loads what keeps runs, once: nothing of it is needed before a first run, or a look at those there were. */
export type LoadKeeping = () => Promise<Keeping>

export const KeepingContext = createContext<LoadKeeping | null>(null)

export function useLoadKeeping(): LoadKeeping {
  const load = use(KeepingContext)
  if (load === null) throw new Error('This component stands outside of <KeepingContext>.')
  return load
}

/** What keeps runs; the component waits for it. */
export const useKeeping = (): Keeping => use(useLoadKeeping()())
