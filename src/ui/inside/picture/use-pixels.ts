import { useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { imagesKey } from '../../../runs/inspection/gallery.ts'
import type { ImagesRequest } from '../../../worker/protocol.ts'
import { useGallery } from '../../context/gallery-context.ts'
import type { LookedAt } from './looked-at.ts'
import { shrinkPicture, UnreadablePicture } from './shrink.ts'

/** A picture in the network's input format. */
export interface PicturePixels {
  /** Red, green and blue bytes, [32, 32, 3]. */
  readonly pixels: Uint8ClampedArray
  /** A test image's true class; null for a custom picture. */
  readonly truth: number | null
}

/** The pixels of the shown picture: null until loaded, a sentence if it can't be read. */
export function usePixels(picture: LookedAt | null): PicturePixels | string | null {
  const gallery = useGallery()
  const [own, setOwn] = useState<{ picture: LookedAt; read: PicturePixels | string } | null>(null)
  const request: ImagesRequest | null =
    picture?.kind === 'test'
      ? { dataset: picture.dataset, split: 'test', records: [picture.record] }
      : null
  const images = useStore(gallery.store, (state) =>
    request === null ? undefined : state.images.get(imagesKey(request)),
  )
  const test = useMemo(
    () => (images === undefined ? null : { pixels: images.pixels, truth: images.labels[0] }),
    [images],
  )
  useEffect(() => {
    if (picture === null || picture.kind === 'shipped') return undefined
    if (picture.kind === 'test') {
      const { dataset, record } = picture
      gallery.images({ dataset, split: 'test', records: [record] })
      return undefined
    }
    let wanted = true
    shrinkPicture(picture.picture).then(
      (pixels) => wanted && setOwn({ picture, read: { pixels, truth: null } }),
      (error: unknown) => {
        if (!(error instanceof UnreadablePicture)) throw error
        if (wanted) setOwn({ picture, read: error.message })
      },
    )
    return () => {
      wanted = false
    }
  }, [gallery, picture])
  if (picture === null || picture.kind === 'shipped') return picture
  if (picture.kind === 'test') return test
  return own?.picture === picture ? own.read : null
}
