import { type RefObject, useEffect } from 'react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'

/** Whether the next question was requested; it may have to load first. */
const store = createStore<{ readonly requested: boolean }>(() => ({ requested: false }))

export const showFlips = (): void => store.setState({ requested: true })

/** Scrolls to the heading of the next question when requested. */
export function useShownOnRequest(heading: RefObject<HTMLElement | null>): void {
  const requested = useStore(store, (state) => state.requested)
  useEffect(() => {
    if (!requested || heading.current === null) return
    heading.current.scrollIntoView({ block: 'start' })
    heading.current.focus({ preventScroll: true })
    store.setState({ requested: false })
  }, [requested, heading])
}
