import { lazy, useDeferredValue, useState } from 'react'
import { isUnderWay } from '../../runs/run.ts'
import { atRest } from '../app/at-rest.ts'
import { ImagesPanel } from '../images/images-panel.tsx'
import { useLab } from '../context/lab-context.ts'
import { useHidden } from '../lesson/current-lesson.ts'
import { LatePart } from '../controls/late-part.tsx'
import { useMedia, WIDE } from '../controls/use-media.ts'
import { Before } from './before.tsx'
import { Eyes } from './eyes/eyes.tsx'
import { loadRunStrip } from './load-run-strip.ts'
import './train.css'

const Panes = lazy(async () => ({ default: (await import('../charts/panes.tsx')).Panes }))
const Drawer = lazy(async () => ({ default: (await import('../recipe/drawer.tsx')).Drawer }))

const AfterRun = lazy(async () => ({ default: (await import('./after-run.tsx')).AfterRun }))
const RunStrip = lazy(async () => ({ default: (await loadRunStrip()).RunStrip }))

/** Loaded later: an article far below the first screen. */
const Story = lazy(async () => {
  await atRest()
  return { default: (await import('../story/story.tsx')).Story }
})

const COLUMNS = { withDrawer: 8, alone: 12 }

interface TrainProps {
  readonly drawerOpen: boolean
  readonly openRecipe: () => void
  readonly closeRecipe: () => void
}

/** The Train view: a column with strip, curves and images, and the recipe beside it. */
export function Train({ drawerOpen: drawerAsked, openRecipe, closeRecipe }: TrainProps) {
  const wide = useMedia(WIDE)
  const imagesHidden = useHidden('images')
  const storyHidden = useHidden('story')
  // A run may open the drawer as it starts: the strip comes first, the drawer and wider curves a moment later.
  const drawerOpen = useDeferredValue(drawerAsked)
  return (
    <div className="grid train" data-drawer={drawerOpen ? 'open' : 'closed'}>
      <main className="main">
        <Strip openRecipe={openRecipe} />
        <Eyes />
        <LatePart fallback={<div className="panes-to-come" />}>
          <Panes columns={drawerOpen && wide ? COLUMNS.withDrawer : COLUMNS.alone} />
        </LatePart>
        <After />
        {!imagesHidden && <ImagesPanel />}
        {!storyHidden && (
          <LatePart fallback={<div className="to-come" />}>
            <Story openRecipe={openRecipe} />
          </LatePart>
        )}
      </main>
      {drawerOpen && (
        <LatePart>
          <Drawer close={closeRecipe} />
        </LatePart>
      )}
    </div>
  )
}

function Strip({ openRecipe }: { openRecipe: () => void }) {
  const run = useLab((state) => state.run)
  if (run === null) return <Before />
  return (
    <LatePart fallback={<section className="strip" />}>
      <RunStrip run={run} openRecipe={openRecipe} />
    </LatePart>
  )
}

/** The parts shown after a run that finished, or that showed that its recipe does not train. */
function After() {
  const run = useLab((state) => state.run)
  if (run === null || (run.phase !== 'done' && run.failure?.diverged !== true)) return null
  return (
    <LatePart>
      <AfterRun run={run} />
    </LatePart>
  )
}

/** Whether the recipe is open: as the visitor left it, otherwise during a run on wide screens. */
export function useDrawer(): [boolean, (open: boolean) => void] {
  const wide = useMedia(WIDE)
  const underWay = useLab(({ run }) => run !== null && isUnderWay(run))
  const [chosen, setChosen] = useState<boolean | null>(null)
  return [chosen ?? (wide && underWay), setChosen]
}
