import { useRef, useState } from 'react'
import { NotInspected } from '../../runs/inspections.ts'

/** Something that is asked of the worker when a person wants it. */
export interface Reading<T> {
  readonly value: T | null
  readonly asking: boolean
  /** Why it was not told, in sentences. */
  readonly refused: string | null
  /** Asks; what was read before stays until the answer is there. What is asked later counts. */
  readonly ask: (asked: () => Promise<T>) => void
}

export function useReading<T>(): Reading<T> {
  const [state, setState] = useState<Omit<Reading<T>, 'ask'>>({
    value: null,
    asking: false,
    refused: null,
  })
  const turn = useRef(0)
  const read = async (asked: () => Promise<T>) => {
    const mine = ++turn.current
    setState((before) => ({ ...before, asking: true, refused: null }))
    const after = await asked().then(
      (value) => ({ value, refused: null }),
      (error: unknown) => ({ value: null, refused: wordsOf(error) }),
    )
    if (mine === turn.current) setState({ ...after, asking: false })
  }
  return { ...state, ask: (asked) => void read(asked) }
}

const wordsOf = (error: unknown): string =>
  error instanceof NotInspected
    ? `${error.message} ${error.advice}`
    : error instanceof Error
      ? error.message
      : String(error)
