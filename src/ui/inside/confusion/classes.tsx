import { useStore } from 'zustand'
import { CLASS_NAMES } from '../../../data/records.ts'
import type { Gallery } from '../../../runs/inspection/gallery.ts'
import { Block } from '../block.tsx'
import { NoPixels, Pixels } from '../pixels.tsx'
import { INSIDE } from '../texts.ts'

const TEXT = INSIDE.classes

/** Images shown per class. */
export const IMAGES_SHOWN = 4

/** The first images of every class, and facts about the set. */
export function Classes({ gallery }: { gallery: Gallery }) {
  const classes = useStore(gallery.store, (state) => state.classes)
  const dataset = useStore(gallery.store, (state) => state.dataset)
  const facts = useStore(gallery.store, (state) => state.facts)
  return (
    <Block
      id="images"
      title={TEXT.title}
      side={
        <>
          {facts !== null && <p>{TEXT.counts(facts)}</p>}
          {facts !== null && <p>{TEXT.pixels(facts.pixels)}</p>}
          {dataset === 'sample' && <p>{TEXT.sample}</p>}
        </>
      }
    >
      <div className="ten">
        {CLASS_NAMES.map((name, label) => (
          <div key={name}>
            <h3>{name}</h3>
            {Array.from({ length: IMAGES_SHOWN }, (_, i) => {
              const images = classes.get(label)
              return images !== undefined && i < images.records.length ? (
                <Pixels
                  key={i}
                  pixels={images.pixels}
                  index={i}
                  label={TEXT.image(name, images.records[i])}
                />
              ) : (
                <NoPixels key={i} />
              )
            })}
          </div>
        ))}
      </div>
    </Block>
  )
}
