import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { remember, remembered } from '../controls/remembered.ts'

// The part of the tour in the first load; the stops are loaded when it opens.

/** Stops of the tour. */
export const STOP_COUNT = 6

const NAME = 'lab94.tour'
const DONE = 'done'
const INDEXES = Array.from({ length: STOP_COUNT }, (_, i) => String(i))

interface TourState {
  readonly open: boolean
  /** The stop that is shown, or at which the tour resumes. */
  readonly at: number
  readonly done: boolean
}

function stored(): TourState {
  const text = remembered(NAME, [...INDEXES, DONE], '0')
  return { open: false, at: text === DONE ? 0 : Number(text), done: text === DONE }
}

const tour = createStore<TourState>(stored)

export const tourNow = (): TourState => tour.getState()

export const useTour = (): TourState => useStore(tour)

/** Opens the tour where it was closed. */
export const openTour = (): void => tour.setState({ open: true, done: false })

/** Closes the tour; it resumes at the same stop. */
export const closeTour = (): void => tour.setState({ open: false })

/** Shows another stop; after the last one the tour is done. Before the first it doesn't move. */
export function showStop(at: number): void {
  if (at >= STOP_COUNT) {
    remember(NAME, DONE)
    tour.setState({ open: false, at: 0, done: true })
    return
  }
  const shown = Math.max(0, at)
  remember(NAME, String(shown))
  tour.setState({ at: shown })
}
