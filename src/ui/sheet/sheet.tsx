import { type ReactNode, type RefObject, useEffect, useEffectEvent } from 'react'
import './sheet.css'

interface SheetProps {
  readonly ref: RefObject<HTMLDialogElement | null>
  readonly label: string
  readonly leave: () => void
  readonly children: ReactNode
}

/**
 * A sheet over the page's right side: the browser's own dialog, which keeps the focus and the reader inside. Radix's
 * locks the page's scrolling by a style element, which the Content-Security-Policy refuses.
 */
export function Sheet({ ref, label, leave, children }: SheetProps) {
  const goAway = useEffectEvent(leave)
  useEffect(() => {
    const dialog = ref.current
    if (dialog === null) return undefined
    const listening = new AbortController()
    const { signal } = listening
    const cancel = (event: Event) => {
      event.preventDefault()
      goAway()
    }
    const click = ({ target }: Event) => {
      // Only the area around the content is the dialog itself.
      if (target === dialog) goAway()
    }
    dialog.addEventListener('cancel', cancel, { signal })
    dialog.addEventListener('click', click, { signal })
    dialog.showModal()
    return () => {
      listening.abort()
      dialog.close()
    }
  }, [ref])
  return (
    <dialog ref={ref} className="sheet" aria-label={label}>
      {children}
    </dialog>
  )
}
