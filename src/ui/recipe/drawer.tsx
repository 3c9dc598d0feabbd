import { useRef } from 'react'
import { Sheet } from '../sheet/sheet.tsx'
import { SheetHead } from '../sheet/sheet-head.tsx'
import { useMedia, WIDE } from '../controls/use-media.ts'
import { RecipePanel } from './recipe-panel.tsx'
import { RECIPE } from './texts.ts'

/** The recipe: next to the curves if there is room, else a sheet over them. */
export function Drawer({ close }: { close: () => void }) {
  const beside = useMedia(WIDE)
  const sheet = useRef<HTMLDialogElement>(null)
  const leave = () => {
    // While it is open, nothing behind it can be focused.
    sheet.current?.close()
    close()
  }
  const content = (
    <>
      <SheetHead title={RECIPE.title} close={RECIPE.close} leave={leave} />
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
    <Sheet ref={sheet} label={RECIPE.title} leave={leave}>
      <div className="drawer">{content}</div>
    </Sheet>
  )
}
