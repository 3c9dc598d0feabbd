import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { Hideable, Lesson } from '../../runs/lesson/lesson.ts'
import { dropHash } from '../address/address.ts'

const current = createStore<{ readonly lesson: Lesson | null }>(() => ({ lesson: null }))

/** The lesson that the page was opened with; null without one. */
export const useLesson = (): Lesson | null => useStore(current, ({ lesson }) => lesson)

/** Whether the lesson hides a part of the page. */
export const useHidden = (part: Hideable): boolean =>
  useStore(current, ({ lesson }) => lesson?.hidden.includes(part) ?? false)

export const showLesson = (lesson: Lesson | null): void => current.setState({ lesson })

/** Ends the lesson: hidden parts are shown again, and a reload doesn't reopen it. */
export function leaveLesson(): void {
  dropHash()
  showLesson(null)
}
