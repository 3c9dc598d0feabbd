import { PanelRight } from 'lucide-react'
import { type Ref, useRef } from 'react'
import { flushSync } from 'react-dom'
import { presetNamed } from '../recipe/presets.ts'
import { changesOf } from '../recipe/summary.ts'
import { DropZone } from './drop-zone.tsx'
import { useActions, useLab } from './lab-context.ts'
import './look/tokens.css'
import './look/base.css'
import './look/controls.css'
import { RECIPE } from './recipe/texts.ts'
import { PAGE } from './texts.ts'
import type { Theme } from './theme.ts'
import { ThemeKey } from './theme-key.tsx'
import { RunStatus } from './train/run-status.tsx'
import { Train, useDrawer } from './train/train.tsx'
import { useMedia, WIDE } from './use-media.ts'
import { useRunKeys } from './use-run-keys.ts'

export function App({ theme }: { theme: Theme }) {
  const wide = useMedia(WIDE)
  const [drawerOpen, setDrawerOpen] = useDrawer()
  const recipeKey = useRef<HTMLButtonElement>(null)
  /** Whoever closes the recipe stands again at the key that opened it. */
  const closeRecipe = () => {
    flushSync(() => setDrawerOpen(false))
    recipeKey.current?.focus()
  }
  useRunKeys({ toggleRecipe: drawerOpen ? closeRecipe : () => setDrawerOpen(true) })
  return (
    <>
      <header className="top">
        <div className="page">
          <Wordmark />
          <div className="end">
            <ThemeKey first={theme} />
            {!(drawerOpen && wide) && (
              <RecipeKey ref={recipeKey} open={() => setDrawerOpen(true)} />
            )}
          </div>
        </div>
      </header>
      <div className="page">
        <Train
          drawerOpen={drawerOpen}
          openRecipe={() => setDrawerOpen(true)}
          closeRecipe={closeRecipe}
        />
        <Foot />
      </div>
      <RunStatus />
      <DropZone />
    </>
  )
}

function Wordmark() {
  const { leaveRun } = useActions()
  return (
    <button type="button" className="mark" aria-label={PAGE.home} onClick={leaveRun}>
      lab<span>94</span>
    </button>
  )
}

function RecipeKey({ ref, open }: { ref: Ref<HTMLButtonElement>; open: () => void }) {
  const choice = useLab(({ setup }) => setup.choice)
  const changes = changesOf(choice).length
  const { title } = presetNamed(choice.preset)
  return (
    <button ref={ref} type="button" className="key small" onClick={open}>
      <PanelRight strokeWidth={1.5} aria-hidden />
      {PAGE.recipe}
      <span className="second wide-only">
        {title}
        {changes > 0 && `, ${RECIPE.changes(changes)}`}
      </span>
    </button>
  )
}

function Foot() {
  return (
    <footer className="foot">
      <span>{PAGE.careful}</span>
      <ul className="keyboard">
        {Object.entries(PAGE.keys).map(([key, words]) => (
          <li key={key}>
            <kbd>{key.toUpperCase()}</kbd>
            {words}
          </li>
        ))}
      </ul>
    </footer>
  )
}
