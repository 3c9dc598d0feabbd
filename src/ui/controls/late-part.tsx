import { type ReactNode, Suspense } from 'react'
import { Boundary } from '../app/boundary.tsx'

interface LatePartProps {
  /** Shown until the part has loaded. */
  readonly fallback?: ReactNode
  readonly children: ReactNode
}

/** A part of the page that loads when first shown. If it fails to load or crashes, it shows what to do. */
export const LatePart = ({ fallback, children }: LatePartProps) => (
  <Boundary>
    <Suspense fallback={fallback}>{children}</Suspense>
  </Boundary>
)
