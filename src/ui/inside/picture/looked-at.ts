import type { DatasetName } from '../../../data/datasets.ts'
import { createStore } from 'zustand/vanilla'
import { goTo } from '../../address/page-view.ts'

/** A picture for the network: a test image by index, a shipped one, or the user's own. */
export type LookedAt =
  | { readonly kind: 'test'; readonly dataset: DatasetName; readonly record: number }
  | {
      readonly kind: 'shipped'
      /** Red, green and blue bytes, [32, 32, 3]. */
      readonly pixels: Uint8ClampedArray<ArrayBuffer>
      readonly truth: number
    }
  | { readonly kind: 'own'; readonly picture: Blob }

/** The network to use: the run's, or the shipped one. */
export type LookingNetwork = 'run' | 'shipped'

/** The picture shown under each view, and whether to scroll to it. */
export const lookedAt = createStore<{
  readonly picture: LookedAt | null
  /** The user's choice, if there is one. */
  readonly network: LookingNetwork
  readonly arriving: boolean
}>(() => ({ picture: null, network: 'run', arriving: false }))

/** The part of the page where it is looked at. */
export const PICTURE_PART = 'picture'

/** Shows a picture in this view if possible, else in the view that can. */
export function lookAt(picture: LookedAt, network?: LookingNetwork): void {
  lookedAt.setState({ picture, arriving: true, ...(network && { network }) })
  if (document.getElementById(PICTURE_PART) === null) goTo('inside')
  else arrive()
}

/** Call when the part is rendered: scrolls to it if requested. */
export function arrive(): void {
  if (!lookedAt.getState().arriving) return
  lookedAt.setState({ arriving: false })
  const part = document.getElementById(PICTURE_PART)
  part?.scrollIntoView()
  part?.querySelector('h2')?.focus({ preventScroll: true })
}

export const isPicture = ({ type }: File): boolean => type.startsWith('image/')
