import { createContext, use } from 'react'
import type { WorkerClient } from '../../worker/client.ts'
import type { Gallery } from '../../runs/inspection/gallery.ts'
import type { Inspections } from '../../runs/inspection/inspections.ts'

/** The parts that read images and inspect networks. */
interface Looking {
  readonly gallery: Gallery
  readonly inspections: Inspections
}

/** Loads them once, when first needed. */
export type LoadGallery = () => Promise<Looking>

/** Loads it when first used. */
export function openGallery(worker: WorkerClient): LoadGallery {
  let loading: Promise<Looking> | null = null
  const load = async (): Promise<Looking> => {
    const [{ Gallery }, { Inspections }] = await Promise.all([
      import('../../runs/inspection/gallery.ts'),
      import('../../runs/inspection/inspections.ts'),
    ])
    return { gallery: new Gallery(worker), inspections: new Inspections(worker) }
  }
  return () => (loading ??= load())
}

export const GalleryContext = createContext<LoadGallery | null>(null)

function useLooking(): Looking {
  const load = use(GalleryContext)
  if (load === null) throw new Error('This component must be inside <GalleryContext>.')
  return use(load())
}

/** The images of the data set; the component suspends until their reader is loaded. */
export const useGallery = (): Gallery => useLooking().gallery

/** Asks the worker about the network; the component suspends until it is loaded. */
export const useInspections = (): Inspections => useLooking().inspections
