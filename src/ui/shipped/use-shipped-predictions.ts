import { useEffect } from 'react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { ShippedPredictions } from '../../runs/shipped-network/predictions.ts'
import { inWords } from '../../data/error.ts'

interface State {
  readonly loaded: ShippedPredictions | null
  /** Why they could not be loaded, in sentences. */
  readonly refused: string | null
}

const shipped = createStore<State>(() => ({ loaded: null, refused: null }))

let loading: Promise<void> | null = null

async function load(): Promise<void> {
  shipped.setState({ refused: null })
  try {
    const { loadShippedPredictions } = await import('../../runs/shipped-network/predictions.ts')
    shipped.setState({ loaded: await loadShippedPredictions() })
  } catch (error) {
    loading = null
    shipped.setState({ refused: wordsOf(error) })
  }
}

function wordsOf(error: unknown): string {
  const { message, advice } = inWords(error)
  return `${message} ${advice}`
}

/** The shipped network's predictions, fetched on demand; retried on the next request. */
export function useShippedPredictions(wanted: boolean): State {
  useEffect(() => {
    if (wanted) loading ??= load()
  }, [wanted])
  return useStore(shipped)
}
