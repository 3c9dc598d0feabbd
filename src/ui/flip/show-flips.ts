import { type RefObject, useEffect } from 'react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'

/** Whether the next question was requested; it may have to load first. */
const store = createStore<{ readonly asked: boolean }>(() => ({ asked: false }))

export const showFlips = (): void => store.setState({ asked: true })

/** Scrolls to the heading of the next question when requested. */
export function useShownWhenAsked(heading: RefObject<HTMLElement | null>): void {
  const asked = useStore(store, (state) => state.asked)
  useEffect(() => {
    if (!asked || heading.current === null) return
    heading.current.scrollIntoView({ block: 'start' })
    heading.current.focus({ preventScroll: true })
    store.setState({ asked: false })
  }, [asked, heading])
}
