import { createContext, use } from 'react'
import type { RunLibrary } from '../../runs/run-library.ts'

/** Loads the run library once, for the first run or when earlier runs are shown. */
export type LoadRunLibrary = () => Promise<RunLibrary>

export const RunLibraryContext = createContext<LoadRunLibrary | null>(null)

export function useLoadRunLibrary(): LoadRunLibrary {
  const load = use(RunLibraryContext)
  if (load === null) throw new Error('This component must be inside <RunLibraryContext>.')
  return load
}

/** The run library; the component suspends until it is loaded. */
export const useRunLibrary = (): RunLibrary => use(useLoadRunLibrary()())
