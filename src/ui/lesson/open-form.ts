import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'

const opened = createStore(() => ({ open: false }))

/** Opens or closes the form that makes a lesson. */
export const showLessonForm = (open: boolean): void => opened.setState({ open })

export const useLessonFormShown = (): boolean => useStore(opened, ({ open }) => open)
