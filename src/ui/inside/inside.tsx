import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { CLASS_NAMES } from '../../data/records.ts'
import { useGallery } from '../gallery-context.ts'
import { useKeeping } from '../keeping-context.ts'
import { useLab } from '../lab-context.ts'
import { Augmentation } from './augmentation.tsx'
import { Classes, IMAGES_SHOWN } from './classes.tsx'
import { Confusions } from './confusions.tsx'
import './inside.css'
import { Layers } from './layers-block.tsx'
import { Mistakes } from './mistakes.tsx'
import { ActivationsBlock } from './network/activations-block.tsx'
import { DynamicsBlock } from './network/dynamics-block.tsx'
import { FiltersBlock } from './network/filters-block.tsx'
import './network/network.css'
import { NETWORK } from './network/texts.ts'
import { PICTURE_PART } from './picture/looked-at.ts'
import { PictureBlock } from './picture/picture-block.tsx'
import { PICTURE } from './picture/texts.ts'
import { RunSelect } from './run-select.tsx'
import { INSIDE } from './texts.ts'
import { TwoRuns } from './two-runs.tsx'

const PARTS = {
  images: INSIDE.classes.title,
  augmentation: INSIDE.augmentation.title,
  confusions: INSIDE.confusions.title,
  mistakes: INSIDE.mistakes.title,
  'two-runs': INSIDE.two.title,
  [PICTURE_PART]: PICTURE.title,
  filters: NETWORK.filters.title,
  layers: INSIDE.layers.title,
  activations: NETWORK.activations.title,
  dynamics: NETWORK.dynamics.title,
}

/** The third place: what the network is shown, what it makes of it, and what it consists of. */
export function Inside() {
  const gallery = useGallery()
  const complete = useLab(({ data }) => data?.phase === 'ready')
  const [runs, run, choose] = useTestedRuns()
  useEffect(() => {
    gallery.show(complete ? 'full' : 'sample', CLASS_NAMES.length, IMAGES_SHOWN)
  }, [gallery, complete])
  return (
    <main className="inside">
      <h1 className="hidden-text">{INSIDE.title}</h1>
      <div className="contents">
        <nav aria-label={INSIDE.contents}>
          {Object.entries(PARTS).map(([id, title]) => (
            <a key={id} href={`#${id}`} onClick={(event) => scrollToPart(event, id)}>
              {title}
            </a>
          ))}
        </nav>
        {run === null ? (
          <p className="second">{INSIDE.noRun}</p>
        ) : (
          <RunSelect of={INSIDE.of} label={INSIDE.run} runs={runs} chosen={run} choose={choose} />
        )}
      </div>
      <Classes gallery={gallery} />
      <Augmentation gallery={gallery} />
      <Confusions key={run?.id} run={run} />
      <Mistakes key={`mistakes of ${run?.id}`} run={run} />
      <TwoRuns runs={runs} run={run} />
      <PictureBlock />
      <FiltersBlock />
      <Layers />
      <ActivationsBlock />
      <DynamicsBlock />
    </main>
  )
}

/** The hash is for links that carry a run, so parts of the place are scrolled to without it. */
function scrollToPart(event: { preventDefault: () => void }, id: string): void {
  event.preventDefault()
  const part = document.getElementById(id)
  part?.scrollIntoView()
  part?.querySelector('h2')?.focus()
}

/** The runs whose confusions are known, the one to look into (the newest, until another is chosen), and how to choose. */
function useTestedRuns() {
  const { history } = useKeeping()
  const entries = useStore(history.store, (state) => state.entries)
  const [chosen, choose] = useState<string | null>(null)
  const runs = entries.filter(({ record }) => record.confusion !== null)
  const run = runs.find(({ id }) => id === chosen) ?? runs.at(0) ?? null
  return [runs, run, choose] as const
}
