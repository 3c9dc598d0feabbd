import { createContext, use } from 'react'
import type { WorkerClient } from '../worker/client.ts'
import type { Gallery } from '../runs/gallery.ts'
import type { Inspections } from '../runs/inspections.ts'

/** What the page looks at images and networks by. */
interface Looking {
  readonly gallery: Gallery
  readonly inspections: Inspections
}

/** Loads that, once: the first look inside is early enough. */
export type LoadGallery = () => Promise<Looking>

/** Loads it when it is first asked for. */
export function openGallery(worker: WorkerClient): LoadGallery {
  let loading: Promise<Looking> | null = null
  const load = async (): Promise<Looking> => {
    const [{ Gallery }, { Inspections }] = await Promise.all([
      import('../runs/gallery.ts'),
      import('../runs/inspections.ts'),
    ])
    return { gallery: new Gallery(worker), inspections: new Inspections(worker) }
  }
  return () => (loading ??= load())
}

export const GalleryContext = createContext<LoadGallery | null>(null)

function useLooking(): Looking {
  const load = use(GalleryContext)
  if (load === null) throw new Error('This component stands outside of <GalleryContext>.')
  return use(load())
}

/** The images of the data set; the component waits for what fetches them. */
export const useGallery = (): Gallery => useLooking().gallery

/** What asks about the network; the component waits for it. */
export const useInspections = (): Inspections => useLooking().inspections
