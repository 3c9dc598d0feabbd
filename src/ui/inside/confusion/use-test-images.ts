import { useEffect, useMemo } from 'react'
import { useStore } from 'zustand'
import { IMAGE_BYTES } from '../../../data/records.ts'
import { imagesKey } from '../../../runs/inspection/gallery.ts'
import type { ImagesRequest } from '../../../worker/protocol.ts'
import { useGallery } from '../../context/gallery-context.ts'
import { useLab } from '../../context/lab-context.ts'
import { useShippedPredictions } from '../../shipped/use-shipped-predictions.ts'
import type { ShownNetwork } from '../shown-network.ts'

/** Test images. */
interface TestImages {
  /** Red, green and blue bytes, [images, 32, 32, 3]. */
  readonly pixels: Uint8ClampedArray<ArrayBuffer>
  /** Their classes; null if known to match the network's. */
  readonly labels: readonly number[] | null
}

/** Test images of a network by index: null until loaded, `away` if this browser doesn't have them. */
export function useTestImages(
  { dataset, isShipped }: Pick<ShownNetwork, 'dataset' | 'isShipped'>,
  records: readonly number[],
): TestImages | 'away' | null {
  const gallery = useGallery()
  const { loaded } = useShippedPredictions(isShipped)
  const mistakes = isShipped ? loaded?.mistakes : undefined
  const key = records.join(' ')
  const shipped = useMemo((): TestImages | null => {
    const images = key.split(' ').map((record) => mistakes?.get(Number(record)))
    const pixels = new Uint8ClampedArray(images.length * IMAGE_BYTES)
    for (const [i, image] of images.entries()) {
      if (image === undefined) return null
      pixels.set(image, i * IMAGE_BYTES)
    }
    return { pixels, labels: null }
  }, [mistakes, key])
  const here = useLab(({ data }) => dataset === 'sample' || data?.phase === 'ready')
  const request: ImagesRequest = { dataset, split: 'test', records: [...records] }
  const images = useStore(gallery.store, (state) => state.images.get(imagesKey(request)) ?? null)
  const wanted = shipped === null && here && records.length > 0
  useEffect(() => {
    if (wanted) gallery.images(request)
  })
  if (shipped !== null) return shipped
  return here ? images : 'away'
}
