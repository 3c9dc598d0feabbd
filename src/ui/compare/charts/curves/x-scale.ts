import { roundStep } from '../../../plot/round-step.ts'
import type { Curve } from './curves.ts'
import { xOf } from './curves.ts'
import type { XAxis } from '../../view.ts'

export interface XTick {
  readonly x: number
  readonly label: string
}

/** A position along the plot, as a share of its width. */
export interface XScale {
  readonly axis: XAxis
  readonly share: (x: number) => number
  /** The inverse of `share`. */
  readonly at: (share: number) => number
  readonly ticks: (width: number, room: number) => XTick[]
}

/** The scale for curves: from 0 to the end of the longest, or from the first measured point on if logarithmic. */
export function xScale(curves: readonly Curve[], axis: XAxis, log: boolean): XScale {
  const all = curves.flatMap(({ points }) => points.map((point) => xOf(point, axis)))
  const end = Math.max(1e-3, ...all)
  const positive = all.filter((x) => x > 0)
  const start = log ? Math.min(end / 1.01, ...positive) : 0
  if (!log) {
    return {
      axis,
      share: (x) => x / end,
      at: (share) => share * end,
      ticks: (width, room) => linearTicks(axis, end, width, room),
    }
  }
  const span = Math.log(end / start)
  return {
    axis,
    share: (x) => Math.log(Math.max(x, start) / start) / span,
    at: (share) => start * Math.exp(share * span),
    ticks: (width, room) => logTicks(axis, start, end, width, room),
  }
}

const figure = (x: number): string => String(Number(x.toPrecision(4)))
const first = (axis: XAxis, x: number): string => `${axis === 'seconds' ? 's' : axis} ${figure(x)}`

function linearTicks(axis: XAxis, end: number, width: number, room: number): XTick[] {
  const least = (end * room) / width
  const spacing = Math.max(axis === 'seconds' ? 0 : 1, roundStep(least))
  const inner = Array.from({ length: Math.floor(end / spacing) + 1 }, (_, i) => i * spacing)
  const clear = inner.filter((x) => x === 0 || (end - x) * (width / end) >= room)
  return [...clear, end].map((x, i) => ({ x, label: i === 0 ? first(axis, x) : figure(x) }))
}

function logTicks(axis: XAxis, start: number, end: number, width: number, room: number): XTick[] {
  const pixels = (x: number) => (Math.log(x / start) / Math.log(end / start)) * width
  const powers = Array.from(
    { length: Math.ceil(Math.log10(end / start)) + 2 },
    (_, i) => 10 ** (Math.floor(Math.log10(start)) + i),
  )
  const inner = powers.flatMap((power) => [1, 2, 5].map((factor) => factor * power))
  const kept = [start]
  for (const x of inner) {
    const clear = pixels(x) - pixels(kept[kept.length - 1]) >= room
    if (x < end && clear && width - pixels(x) >= room) kept.push(x)
  }
  return [...kept, end].map((x, i) => ({ x, label: i === 0 ? first(axis, x) : figure(x) }))
}
