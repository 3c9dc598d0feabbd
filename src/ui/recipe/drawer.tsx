import { X } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { useMedia, WIDE } from '../use-media.ts'
import { RecipePanel } from './recipe-panel.tsx'
import { RECIPE } from './texts.ts'

/** The recipe: beside the curves where there is room, else a sheet over them. */
export function Drawer({ close }: { close: () => void }) {
  const beside = useMedia(WIDE)
  const content = (
    <>
      <div className="drawer-head">
        <h2 className="h2">{RECIPE.title}</h2>
        <button type="button" className="icon-key" aria-label={RECIPE.close} onClick={close}>
          <X strokeWidth={1.5} aria-hidden />
        </button>
      </div>
      <RecipePanel />
    </>
  )
  if (!beside) return <Sheet close={close}>{content}</Sheet>
  return (
    <aside className="drawer" aria-label={RECIPE.title}>
      {content}
    </aside>
  )
}

/**
 * The browser's own dialog, which keeps the focus and the reader inside. Radix's locks the page's scrolling by a style
 * element, which the Content-Security-Policy refuses.
 */
function Sheet({ close, children }: { close: () => void; children: ReactNode }) {
  const ref = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const dialog = ref.current
    dialog?.showModal()
    return () => dialog?.close()
  }, [])
  return (
    <dialog
      ref={ref}
      className="sheet"
      aria-label={RECIPE.title}
      onCancel={(event) => {
        event.preventDefault()
        close()
      }}
      onClick={({ target, currentTarget }) => {
        // Only what lies around the content is the dialog itself.
        if (target === currentTarget) close()
      }}
    >
      <div className="drawer">{children}</div>
    </dialog>
  )
}
