import { X } from 'lucide-react'
import { type ReactNode, type RefObject, useEffect, useEffectEvent, useRef } from 'react'
import { useMedia, WIDE } from '../use-media.ts'
import { RecipePanel } from './recipe-panel.tsx'
import { RECIPE } from './texts.ts'

/** The recipe: beside the curves where there is room, else a sheet over them. */
export function Drawer({ close }: { close: () => void }) {
  const beside = useMedia(WIDE)
  const sheet = useRef<HTMLDialogElement>(null)
  const leave = () => {
    // While it is open, nothing behind it can take the focus.
    sheet.current?.close()
    close()
  }
  const content = (
    <>
      <div className="drawer-head">
        <h2 className="h2">{RECIPE.title}</h2>
        <button type="button" className="icon-key" aria-label={RECIPE.close} onClick={leave}>
          <X strokeWidth={1.5} aria-hidden />
        </button>
      </div>
      <RecipePanel />
    </>
  )
  if (beside) {
    return (
      <aside className="drawer" aria-label={RECIPE.title}>
        {content}
      </aside>
    )
  }
  return (
    <Sheet ref={sheet} leave={leave}>
      {content}
    </Sheet>
  )
}

interface SheetProps {
  readonly ref: RefObject<HTMLDialogElement | null>
  readonly leave: () => void
  readonly children: ReactNode
}

/**
 * The browser's own dialog, which keeps the focus and the reader inside. Radix's locks the page's scrolling by a style
 * element, which the Content-Security-Policy refuses.
 */
function Sheet({ ref, leave, children }: SheetProps) {
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
      // Only what lies around the content is the dialog itself.
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
    <dialog ref={ref} className="sheet" aria-label={RECIPE.title}>
      <div className="drawer">{children}</div>
    </dialog>
  )
}
