import { X } from 'lucide-react'
import { Dialog } from 'radix-ui'
import { useMedia, WIDE } from '../use-media.ts'
import { RecipePanel } from './recipe-panel.tsx'
import { RECIPE } from './texts.ts'

/** The recipe: beside the curves where there is room, else a sheet over them. */
export function Drawer({ close }: { close: () => void }) {
  const beside = useMedia(WIDE)
  if (beside) {
    return (
      <aside className="drawer" aria-label={RECIPE.title}>
        <div className="drawer-head">
          <h2 className="h2">{RECIPE.title}</h2>
          <button type="button" className="icon-key" aria-label={RECIPE.close} onClick={close}>
            <X strokeWidth={1.5} aria-hidden />
          </button>
        </div>
        <RecipePanel />
      </aside>
    )
  }
  return (
    <Dialog.Root open onOpenChange={(open) => !open && close()}>
      <Dialog.Portal>
        <Dialog.Overlay className="sheet-behind" />
        <Dialog.Content className="drawer sheet" aria-describedby={undefined}>
          <div className="drawer-head">
            <Dialog.Title className="h2">{RECIPE.title}</Dialog.Title>
            <Dialog.Close className="icon-key" aria-label={RECIPE.close}>
              <X strokeWidth={1.5} aria-hidden />
            </Dialog.Close>
          </div>
          <RecipePanel />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
