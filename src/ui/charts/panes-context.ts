import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import { createStore, type StoreApi } from 'zustand/vanilla'

interface CursorState {
  /** Index into the run's measured points; null if the crosshair is not shown. */
  readonly point: number | null
}

export const createCursor = (): StoreApi<CursorState> =>
  createStore<CursorState>(() => ({ point: null }))

/** The crosshair that all panes share, outside React so that moving it does not render the charts again. */
export const CursorContext = createContext<StoreApi<CursorState> | null>(null)

export function useCursor(): number | null {
  const store = useContext(CursorContext)
  if (store === null) throw new Error('This component must be inside <Panes>.')
  return useStore(store, (state) => state.point)
}
