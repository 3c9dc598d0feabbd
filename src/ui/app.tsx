import { PanelRight } from 'lucide-react'
import { lazy, type Ref, useEffect, useRef } from 'react'
import { flushSync } from 'react-dom'
import { presetNamed } from '../recipe/presets.ts'
import { changesOf } from '../recipe/summary.ts'
import { isUnderWay } from '../runs/run.ts'
import { DropZone } from './drop-zone.tsx'
import { GpuIcon, GpuName } from './gpu/gpu-key.tsx'
import { useGpuShown } from './gpu/open-gpu.ts'
import { useActions, useLab } from './lab-context.ts'
import { LatePart } from './late-part.tsx'
import './look/tokens.css'
import './look/base.css'
import './look/controls.css'
import { Notice } from './notice.tsx'
import { goTo, type Place, usePlace } from './place.ts'
import { PlacesNav } from './places-nav.tsx'
import { RECIPE } from './recipe/texts.ts'
import { PAGE } from './texts.ts'
import type { Theme } from './theme.ts'
import { ThemeKey } from './theme-key.tsx'
import { RunStatus } from './train/run-status.tsx'
import { Train, useDrawer } from './train/train.tsx'
import { useMedia, WIDE } from './use-media.ts'
import { useRunKeys } from './use-run-keys.ts'

const Compare = lazy(async () => ({ default: (await import('./compare/compare.tsx')).Compare }))
const Inside = lazy(async () => ({ default: (await import('./inside/inside.tsx')).Inside }))
const GpuPanel = lazy(async () => ({
  default: (await import('./gpu/gpu-panel.tsx')).GpuPanel,
}))
const RunInHead = lazy(async () => ({ default: (await import('./run-in-head.tsx')).RunInHead }))

export function App({ theme }: { theme: Theme }) {
  const wide = useMedia(WIDE)
  const place = usePlace()
  const gpuShown = useGpuShown()
  const run = useLab((state) => state.run)
  const [drawerOpen, setDrawerOpen] = useDrawer()
  const recipeKey = useRef<HTMLButtonElement>(null)
  /** Whoever closes the recipe stands again at the key that opened it. */
  const closeRecipe = () => {
    flushSync(() => setDrawerOpen(false))
    recipeKey.current?.focus()
  }
  const onTrain = place === 'train'
  useRunKeys(
    onTrain ? { toggleRecipe: drawerOpen ? closeRecipe : () => setDrawerOpen(true) } : null,
  )
  useStartOfPlace(place)
  return (
    <>
      <header className="top">
        <div className="page">
          <Wordmark />
          <PlacesNav here={place} />
          <div className="end">
            {!onTrain && run !== null && isUnderWay(run) && (
              <LatePart>
                <RunInHead run={run} />
              </LatePart>
            )}
            <GpuIcon />
            <ThemeKey first={theme} />
            {onTrain && !(drawerOpen && wide) && (
              <RecipeKey ref={recipeKey} open={() => setDrawerOpen(true)} />
            )}
          </div>
        </div>
      </header>
      <Notice />
      <div className="page">
        {onTrain ? (
          <Train
            drawerOpen={drawerOpen}
            openRecipe={() => setDrawerOpen(true)}
            closeRecipe={closeRecipe}
          />
        ) : (
          <LatePart fallback={<main className="to-come" />}>
            {place === 'compare' ? <Compare /> : <Inside />}
          </LatePart>
        )}
        <Foot place={place} />
      </div>
      {gpuShown && (
        <LatePart>
          <GpuPanel />
        </LatePart>
      )}
      <RunStatus place={place} />
      <DropZone />
    </>
  )
}

/** A place that was gone to is read from its top. */
function useStartOfPlace(place: Place): void {
  const before = useRef(place)
  useEffect(() => {
    if (before.current !== place) scrollTo(0, 0)
    before.current = place
  }, [place])
}

function Wordmark() {
  const { leaveRun } = useActions()
  const start = () => {
    leaveRun()
    goTo('train')
  }
  return (
    <button type="button" className="mark" aria-label={PAGE.home} onClick={start}>
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

function Foot({ place }: { place: Place }) {
  return (
    <footer className="foot">
      <p>
        {PAGE.careful}
        <GpuName />
      </p>
      <ul className="keyboard">
        {Object.entries(PAGE.keys[place]).map(([key, words]) => (
          <li key={key}>
            <kbd>{key.toUpperCase()}</kbd>
            {words}
          </li>
        ))}
      </ul>
    </footer>
  )
}
