import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import type { Lab } from '../../runs/store/store.ts'
import type { LabActions } from '../../runs/store/lab-actions.ts'
import type { LabState } from '../../runs/store/lab-state.ts'

export const LabContext = createContext<Lab | null>(null)

export function useLabItself(): Lab {
  const lab = useContext(LabContext)
  if (lab === null) throw new Error('This component must be inside <LabContext>.')
  return lab
}

/** A part of the lab's state; the component renders again when it changes. */
export const useLab = <T>(select: (state: LabState) => T): T =>
  useStore(useLabItself().store, select)

export const useActions = (): LabActions => useLabItself().actions
