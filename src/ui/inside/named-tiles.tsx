import { useEffect } from 'react'
import { useStore } from 'zustand'
import { CLASS_NAMES } from '../../data/records.ts'
import type { DatasetName } from '../../data/status.ts'
import type { NamedImages } from '../../engine/engine.ts'
import { imagesKey } from '../../runs/gallery.ts'
import type { ImagesRequest } from '../../worker/protocol.ts'
import { useGallery } from '../gallery-context.ts'
import { useLab } from '../lab-context.ts'
import { lookAt } from './picture/looked-at.ts'
import { NoPixels, Pixels } from './pixels.tsx'
import { INSIDE } from './texts.ts'

const TEXT = INSIDE.named

interface NamedTilesProps {
  readonly dataset: DatasetName
  readonly named: NamedImages
  /** The test images to show, by their numbers. */
  readonly records: readonly number[]
}

/** Test images with what they are, what the network said, and how sure it was; a click looks at one under each view. */
export function NamedTiles({ dataset, named, records }: NamedTilesProps) {
  const gallery = useGallery()
  const here = useLab(({ data }) => dataset === 'sample' || data?.phase === 'ready')
  const request: ImagesRequest = { dataset, split: 'test', records: [...records] }
  const images = useStore(gallery.store, (state) => state.images.get(imagesKey(request)) ?? null)
  const wanted = here && records.length > 0
  useEffect(() => {
    if (wanted) gallery.images(request)
  })
  if (!here) return <p className="second">{TEXT.away}</p>
  if (images !== null && records.some((record, i) => named.labels[record] !== images.labels[i])) {
    return <p className="second">{TEXT.otherOrder}</p>
  }
  return (
    <ul className="ten tiles">
      {records.map((record, i) => {
        const [truth, said] = [named.labels[record], named.answers[record]]
        const sure = TEXT.sure(named.certainties[record])
        return (
          <li key={record}>
            <button
              type="button"
              className="tile"
              aria-label={TEXT.tile(CLASS_NAMES[truth], CLASS_NAMES[said], sure)}
              onClick={() => lookAt({ kind: 'test', dataset, record })}
            >
              {images === null ? (
                <NoPixels />
              ) : (
                <Pixels pixels={images.pixels} index={i} label={TEXT.image(record)} />
              )}
            </button>
            <p aria-hidden>
              <b>{CLASS_NAMES[truth]}</b>
              {truth !== said && TEXT.said(CLASS_NAMES[said])}
              <span>{sure}</span>
            </p>
          </li>
        )
      })}
    </ul>
  )
}
