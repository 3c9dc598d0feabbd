import { useEffect } from 'react'
import { CLASS_NAMES } from '../../data/records.ts'
import { useGallery } from '../context/gallery-context.ts'
import { useLab } from '../context/lab-context.ts'
import { AugmentedImages } from './augmentation.tsx'
import { Classes, IMAGES_SHOWN } from './confusion/classes.tsx'
import { Confusions } from './confusion/confusion-matrix.tsx'
import './inside.css'
import './confusion/confusion.css'
import './layers/layers.css'
import { Layers } from './layers/layers-block.tsx'
import { Mistakes } from './confusion/mistakes.tsx'
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
import { TwoRunsMatrix } from './confusion/two-runs.tsx'
import { useNetworks } from './use-networks.ts'

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

/** The Look inside view: images, predictions and layers of a network. */
export function Inside() {
  const gallery = useGallery()
  const complete = useLab(({ data }) => data?.phase === 'ready')
  const [networks, network, choose] = useNetworks()
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
        <RunSelect
          of={INSIDE.of}
          label={INSIDE.run}
          runs={networks}
          chosen={network}
          choose={choose}
        />
      </div>
      <Classes gallery={gallery} />
      <AugmentedImages gallery={gallery} network={network} />
      <Confusions key={network.id} run={network} />
      <Mistakes key={`mistakes of ${network.id}`} run={network} />
      <TwoRunsMatrix runs={networks.filter(({ untested }) => untested === null)} run={network} />
      <PictureBlock network={network} />
      <FiltersBlock key={`filters of ${network.id}`} network={network} />
      <Layers key={`layers of ${network.id}`} network={network} />
      <ActivationsBlock key={`activations of ${network.id}`} network={network} />
      <DynamicsBlock network={network} />
    </main>
  )
}

/** The hash is used by links to runs, so scrolling to parts of the view doesn't use it. */
function scrollToPart(event: { preventDefault: () => void }, id: string): void {
  event.preventDefault()
  const part = document.getElementById(id)
  part?.scrollIntoView()
  part?.querySelector('h2')?.focus()
}
