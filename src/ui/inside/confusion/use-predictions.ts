import { useEffect, useState } from 'react'
import type { Predictions } from '../../../engine/engine.ts'
import { useRunLibrary } from '../../context/run-library-context.ts'
import { useShippedPredictions } from '../../shipped/use-shipped-predictions.ts'
import { attempt } from '../../controls/attempt.ts'
import type { ShownNetwork } from '../shown-network.ts'

type Tested = Pick<ShownNetwork, 'id' | 'isShipped'> & Partial<Pick<ShownNetwork, 'untested'>>

/** A network's predictions of the test images: null if not stored, undefined until loaded. */
export function usePredictions(network: Tested | null): Predictions | null | undefined {
  const { history } = useRunLibrary()
  const isShipped = network?.isShipped ?? false
  const shipped = useShippedPredictions(isShipped)
  const isUntested = network?.untested !== undefined && network.untested !== null
  const id = network === null || isShipped || isUntested ? null : network.id
  const [read, setRead] = useState<{ id: string; predictions: Predictions | null } | null>(null)
  useEffect(() => {
    if (id === null) return undefined
    let wanted = true
    attempt(async () => {
      const show = (predictions: Predictions | null) => {
        if (wanted) setRead({ id, predictions })
      }
      try {
        show(await history.predictions(id))
      } catch (error) {
        show(null)
        throw error
      }
    })
    return () => {
      wanted = false
    }
  }, [history, id])
  if (isShipped) return shipped.loaded?.predictions
  if (id === null) return null
  return read?.id === id ? read.predictions : undefined
}
