import { createStore } from 'zustand/vanilla'
import type { DatasetName } from '../../data/status.ts'

/** A picture to show to the network: a test image by its number, or a person's own. */
export type LookedAt =
  | { readonly kind: 'test'; readonly dataset: DatasetName; readonly record: number }
  | { readonly kind: 'own'; readonly picture: Blob }

/** The picture that is looked at under each view; null until one is chosen. */
export const lookedAt = createStore<{ readonly picture: LookedAt | null }>(() => ({
  picture: null,
}))

/** The part of the page where it is looked at. */
export const PICTURE_PART = 'picture'

/** Looks at a picture, where the page shows that. */
export function lookAt(picture: LookedAt): void {
  lookedAt.setState({ picture })
  const part = document.getElementById(PICTURE_PART)
  part?.scrollIntoView()
  part?.querySelector('h2')?.focus({ preventScroll: true })
}
