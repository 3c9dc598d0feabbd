import { X } from 'lucide-react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { PAGE } from './texts.ts'

const notices = createStore<{ readonly text: string | null }>(() => ({ text: null }))

/** Says something under the head, until the next such thing or until it is put away. */
export const notify = (text: string): void => notices.setState({ text })

/** What was last to be said of the page as a whole. */
export function Notice() {
  const { text } = useStore(notices)
  return (
    <div aria-live="polite">
      {text !== null && (
        <div className="notice page">
          <p>{text}</p>
          <button
            type="button"
            className="icon-key"
            aria-label={PAGE.putAway}
            onClick={() => notices.setState({ text: null })}
          >
            <X strokeWidth={1.5} aria-hidden />
          </button>
        </div>
      )}
    </div>
  )
}
