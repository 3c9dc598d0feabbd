import { addressHash, hashName } from '../../runs/share/hash-text.ts'
import { LinkError } from '../../runs/share/link-error.ts'
import type { Lab } from '../../runs/store/store.ts'
import { reasonOf } from '../../errors/reason-of.ts'
import { goTo } from '../address/page-view.ts'
import { notify } from '../controls/notice.tsx'
import { PAGE } from '../words/texts.ts'
import { showLesson } from './current-lesson.ts'

/**
 * Opens the lesson in the address's hash, if there is one, now and whenever the hash changes. The hash stays, so that a
 * reload opens it again; what the student has set up since then is in the rest of the address, and takes precedence.
 */
export function openLessons(lab: Pick<Lab, 'store' | 'actions'>): void {
  const open = async () => {
    const hash = addressHash(location)
    if (hashName(hash) !== 'lesson') return showLesson(null)
    const { hashToLesson } = await import('../../runs/lesson/lesson-link.ts')
    const lesson = await hashToLesson(hash)
    if (addressHash(location) !== hash) return undefined
    showLesson(lesson)
    const { setup, chosen } = lab.store.getState()
    if (chosen) return undefined
    // The view first: an address that has the recipe counts as opened before.
    goTo(lesson.view)
    lab.actions.leaveRun()
    return lab.actions.adopt({ ...setup, choice: lesson.choice, seed: lesson.seed })
  }
  const openOrSay = () => {
    open().catch((error: unknown) => {
      notify(error instanceof LinkError ? error.message : PAGE.lessonNotOpened(reasonOf(error)))
    })
  }
  openOrSay()
  addEventListener('hashchange', openOrSay)
}
