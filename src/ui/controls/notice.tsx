import { X } from 'lucide-react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { PAGE } from '../words/texts.ts'

const notices = createStore<{ readonly text: string | null }>(() => ({ text: null }))

/** Shows a message under the header, until the next one or until it is dismissed. */
export const notify = (text: string): void => notices.setState({ text })

/** The latest message about the whole page. */
export function Notice() {
  const { text } = useStore(notices)
  return (
    <div aria-live="polite">
      {text !== null && (
        <div className="notice page">
          <p>{text}</p>
          <button
            type="button"
            className="icon-button"
            aria-label={PAGE.dismiss}
            onClick={() => notices.setState({ text: null })}
          >
            <X strokeWidth={1.5} aria-hidden />
          </button>
        </div>
      )}
    </div>
  )
}
