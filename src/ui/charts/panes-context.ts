import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import { createStore, type StoreApi } from 'zustand/vanilla'

interface CursorState {
  /** Index into the run's measured points; null where the crosshair is not shown. */
  readonly point: number | null
}

export const createCursor = (): StoreApi<CursorState> =>
  createStore<CursorState>(() => ({ point: null }))

/** The crosshair that all panes share, apart from React so that moving it draws no chart anew. */
export const CursorContext = createContext<StoreApi<CursorState> | null>(null)

export function useCursor(): number | null {
  const store = useContext(CursorContext)
  if (store === null) throw new Error('This component stands outside of <Panes>.')
  return useStore(store, (state) => state.point)
}
