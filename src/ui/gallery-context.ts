import { createContext, use } from 'react'
import type { WorkerClient } from '../worker/client.ts'
import type { Gallery } from '../runs/gallery.ts'

/** Loads what fetches images for the page, once: the first look inside is early enough. */
export type LoadGallery = () => Promise<Gallery>

/** Loads it when it is first asked for. */
export function openGallery(worker: WorkerClient): LoadGallery {
  let loading: Promise<Gallery> | null = null
  return () => {
    loading ??= import('../runs/gallery.ts').then(({ Gallery }) => new Gallery(worker))
    return loading
  }
}

export const GalleryContext = createContext<LoadGallery | null>(null)

/** The images of the data set; the component waits for what fetches them. */
export function useGallery(): Gallery {
  const load = use(GalleryContext)
  if (load === null) throw new Error('This component stands outside of <GalleryContext>.')
  return use(load())
}
