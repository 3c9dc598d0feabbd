import { useCrosshair } from './crosshair.ts'

/** The crosshair's line through all panes; `width` is the plots', in pixels. */
export function CrosshairLine({ width, share }: { width: number; share: (x: number) => number }) {
  const x = useCrosshair()
  if (x === null) return null
  return <div className="hairline cursor" style={{ left: Math.round(share(x) * width) }} />
}
