import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import type { Lab, LabActions, LabState } from '../runs/store.ts'

export const LabContext = createContext<Lab | null>(null)

export function useLabItself(): Lab {
  const lab = useContext(LabContext)
  if (lab === null) throw new Error('This component stands outside of <LabContext>.')
  return lab
}

/** A part of the lab's state; the component is drawn again when it changes. */
export const useLab = <T>(select: (state: LabState) => T): T =>
  useStore(useLabItself().store, select)

export const useActions = (): LabActions => useLabItself().actions
