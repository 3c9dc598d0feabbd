import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import { createStore, type StoreApi } from 'zustand/vanilla'

interface Crosshair {
  /** Its position on the horizontal axis; null if not shown. */
  readonly x: number | null
}

export const createCrosshair = (): StoreApi<Crosshair> =>
  createStore<Crosshair>(() => ({ x: null }))

/** The crosshair that all panes share, outside React so that moving it doesn't render the charts. */
export const CrosshairContext = createContext<StoreApi<Crosshair> | null>(null)

export function useCrosshairStore(): StoreApi<Crosshair> {
  const store = useContext(CrosshairContext)
  if (store === null) throw new Error('This component is not inside <CompareCharts>.')
  return store
}

export const useCrosshair = (): number | null => useStore(useCrosshairStore(), ({ x }) => x)
