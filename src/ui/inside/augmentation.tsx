import { Shuffle } from 'lucide-react'
import { useEffect, useId, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { CLASS_NAMES } from '../../data/records.ts'
import { resolveRecipe } from '../../recipe/choice.ts'
import { summariseChoice } from '../../recipe/choice/summary.ts'
import { type Gallery, previewKey } from '../../runs/inspection/gallery.ts'
import { outlookOf } from '../../runs/live/outlook.ts'
import type { AugmentedImage } from '../../trainer/evaluation/preview.ts'
import type { PreviewRequest } from '../../worker/protocol.ts'
import { useLab } from '../context/lab-context.ts'
import { Block } from './block.tsx'
import { NoPixels, Pixels } from './pixels.tsx'
import type { ShownNetwork } from './shown-network.ts'
import { INSIDE } from './texts.ts'

const TEXT = INSIDE.augmentation

/** Epochs shown side by side. */
const EPOCHS_SHOWN = 9

interface AugmentationProps {
  readonly gallery: Gallery
  readonly network: ShownNetwork
}

/** Two images of one class in several epochs, as augmented by a run's recipe: read back from the engine's kernel. */
export function AugmentedImages({ gallery, network }: AugmentationProps) {
  const { name, choice, seed } = network
  const engine = useLab(({ setup }) => setup.engine)
  const dataset = useStore(gallery.store, (state) => state.dataset)
  const classes = useStore(gallery.store, (state) => state.classes)
  const previews = useStore(gallery.store, (state) => state.previews)
  const [turn, setTurn] = useState(0)
  const [first, setFirst] = useState(0)
  const slider = useId()
  const label = turn % CLASS_NAMES.length
  const originals = classes.get(label)
  const records = originals?.records.slice(0, 2)
  const epochs = useMemo(() => Math.ceil(outlookOf(choice, 'full').length.epochs), [choice])
  const last = Math.max(0, epochs - EPOCHS_SHOWN)
  const shown = Math.min(first, last)
  const requests =
    dataset === null || records === undefined
      ? []
      : Array.from({ length: Math.min(EPOCHS_SHOWN, epochs) }, (_, i): PreviewRequest => ({
          choice,
          seed,
          engine,
          dataset,
          records: [...records],
          epoch: shown + i,
        }))
  useEffect(() => {
    for (const request of requests) gallery.preview(request)
  })
  return (
    <Block
      id="augmentation"
      title={TEXT.title}
      side={
        <>
          <p>{TEXT.what}</p>
          <p>{TEXT.recipe(name, summariseChoice(choice), seed)}</p>
          {isPlain(choice) && <p>{TEXT.plain}</p>}
          {last > 0 && (
            <p className="slider">
              <label htmlFor={slider}>{TEXT.from(shown + 1)}</label>
              <input
                id={slider}
                type="range"
                min={0}
                max={last}
                value={shown}
                onChange={({ target }) => setFirst(Number(target.value))}
              />
            </p>
          )}
          <button type="button" className="button small" onClick={() => setTurn(turn + 1)}>
            <Shuffle strokeWidth={1.5} aria-hidden />
            {TEXT.others}
          </button>
        </>
      }
    >
      <div className="ten">
        <div>
          <h3>{TEXT.original}</h3>
          {[0, 1].map((i) =>
            originals === undefined ? (
              <NoPixels key={i} />
            ) : (
              <Pixels
                key={i}
                pixels={originals.pixels}
                index={i}
                label={TEXT.originalImage(CLASS_NAMES[label])}
              />
            ),
          )}
        </div>
        {requests.map((request) => (
          <Epoch
            key={request.epoch}
            epoch={request.epoch}
            first={request.epoch === shown}
            images={previews.get(previewKey(request)) ?? null}
          />
        ))}
      </div>
    </Block>
  )
}

const isPlain = (choice: Parameters<typeof resolveRecipe>[0]): boolean => {
  const { cropPadding, flip, cutout } = resolveRecipe(choice).augmentation
  return cropPadding === 0 && flip === 'off' && cutout === 0
}

interface EpochProps {
  readonly epoch: number
  readonly first: boolean
  readonly images: readonly AugmentedImage[] | null
}

function Epoch({ epoch, first, images }: EpochProps) {
  return (
    <div>
      <h3>{first ? TEXT.epoch(epoch + 1) : epoch + 1}</h3>
      {images === null
        ? [0, 1].map((i) => <NoPixels key={i} />)
        : images.map(({ record, pixels, label, patch }) => (
            <Pixels
              key={record}
              pixels={pixels}
              label={TEXT.image(CLASS_NAMES[label], epoch + 1, patch && CLASS_NAMES[patch.label])}
            />
          ))}
    </div>
  )
}
