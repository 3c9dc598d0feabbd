import { useRef, useState } from 'react'
import { NotInspected } from '../../runs/inspection/inspections.ts'
import { reasonOf } from '../../errors/reason-of.ts'
import { attempt } from '../controls/attempt.ts'

/** Data requested from the worker on demand. */
export interface Reading<T> {
  readonly value: T | null
  readonly asking: boolean
  /** Why it failed, in sentences. */
  readonly refused: string | null
  /** Requests; the previous result stays until the answer arrives. The latest request wins. */
  readonly ask: (reader: () => Promise<T>) => void
}

export function useReading<T>(): Reading<T> {
  const [state, setState] = useState<Omit<Reading<T>, 'ask'>>({
    value: null,
    asking: false,
    refused: null,
  })
  const turn = useRef(0)
  const read = async (reader: () => Promise<T>) => {
    const mine = ++turn.current
    setState((before) => ({ ...before, asking: true, refused: null }))
    const after = await reader().then(
      (value) => ({ value, refused: null }),
      (error: unknown) => ({ value: null, refused: wordsOf(error) }),
    )
    if (mine === turn.current) setState({ ...after, asking: false })
  }
  return { ...state, ask: (reader) => attempt(() => read(reader)) }
}

const wordsOf = (error: unknown): string =>
  error instanceof NotInspected ? `${error.message} ${error.advice}` : reasonOf(error)
