import { createStore } from 'zustand/vanilla'
import type { DatasetName } from '../../../data/status.ts'
import { goTo } from '../../place.ts'

/** A picture to show to the network: a test image by its number, or a person's own. */
export type LookedAt =
  | { readonly kind: 'test'; readonly dataset: DatasetName; readonly record: number }
  | { readonly kind: 'own'; readonly picture: Blob }

/** The picture that is looked at under each view, and whether the page is still to go there. */
export const lookedAt = createStore<{
  readonly picture: LookedAt | null
  readonly arriving: boolean
}>(() => ({ picture: null, arriving: false }))

/** The part of the page where it is looked at. */
export const PICTURE_PART = 'picture'

/** Looks at a picture where this place shows that, else on the place that does. */
export function lookAt(picture: LookedAt): void {
  lookedAt.setState({ picture, arriving: true })
  if (document.getElementById(PICTURE_PART) === null) goTo('inside')
  else arrive()
}

/** To be called once the part is there: goes to it, if somebody wanted to. */
export function arrive(): void {
  if (!lookedAt.getState().arriving) return
  lookedAt.setState({ arriving: false })
  const part = document.getElementById(PICTURE_PART)
  part?.scrollIntoView()
  part?.querySelector('h2')?.focus({ preventScroll: true })
}

export const isPicture = ({ type }: File): boolean => type.startsWith('image/')
