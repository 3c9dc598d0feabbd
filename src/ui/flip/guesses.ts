import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { Flip } from '../../experiments/flips.ts'
import type { RunRequest } from '../../runs/run.ts'

/** A visitor's guess about a run without one improvement: less accurate, equal, or more. */
export const GUESSES = ['less', 'same', 'more'] as const
export type Guess = (typeof GUESSES)[number]

/** A run started to see the effect of an improvement, with the visitor's guess. */
export interface GuessedRun {
  readonly request: RunRequest
  readonly flip: Flip
  readonly guess: Guess
}

const store = createStore<{ readonly runs: readonly GuessedRun[] }>(() => ({ runs: [] }))

export const useGuessedRuns = (): readonly GuessedRun[] => useStore(store, ({ runs }) => runs)

/** The guess that a run was started with; null where there was none. */
export const useGuessOf = (request: RunRequest): GuessedRun | null =>
  useGuessedRuns().find((guessed) => guessed.request === request) ?? null

export const rememberGuess = (guessed: GuessedRun): void =>
  store.setState(({ runs }) => ({ runs: [...runs, guessed] }))
