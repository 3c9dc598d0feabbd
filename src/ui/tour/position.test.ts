import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { STOPS } from './stops.ts'

const stored = new Map<string, string>()

beforeEach(() => {
  vi.resetModules()
  vi.stubGlobal('localStorage', {
    getItem: (name: string) => stored.get(name) ?? null,
    setItem: (name: string, value: string) => stored.set(name, value),
  })
})
afterEach(() => {
  vi.unstubAllGlobals()
  stored.clear()
})

/** As on a reloaded page. */
const load = () => import('./position.ts')

it('has as many stops as it counts, in an order that opens each view once', async () => {
  expect(STOPS).toHaveLength((await load()).STOP_COUNT)
  const views = STOPS.map(({ view }) => view)
  expect(views.filter((view, i) => view !== views[i - 1])).toEqual(['train', 'compare', 'inside'])
})

it('keeps each stop to what a minute is enough for', () => {
  for (const { text } of STOPS) {
    const words = text.split(/\s+/).length
    expect(words).toBeGreaterThan(25)
    expect(words).toBeLessThan(80)
  }
})

it('resumes at the same stop on a later visit', async () => {
  const first = await load()
  first.openTour()
  first.showStop(3)
  first.closeTour()
  vi.resetModules()
  const later = await load()
  expect(later.tourNow()).toEqual({ open: false, at: 3, done: false })
  later.openTour()
  expect(later.tourNow()).toMatchObject({ open: true, at: 3 })
})

it('ends after the last stop, starts over from there, and has nothing before the first', async () => {
  const { showStop, openTour, tourNow, STOP_COUNT } = await load()
  openTour()
  showStop(-1)
  expect(tourNow()).toMatchObject({ open: true, at: 0 })
  showStop(STOP_COUNT)
  expect(tourNow()).toEqual({ open: false, at: 0, done: true })
  expect(stored.get('lab94.tour')).toBe('done')
  openTour()
  expect(tourNow()).toEqual({ open: true, at: 0, done: false })
})

it.each(['7', '-1', 'x', '__proto__'])(
  'starts at the first stop where %s is stored',
  async (text) => {
    stored.set('lab94.tour', text)
    expect((await load()).tourNow()).toEqual({ open: false, at: 0, done: false })
  },
)
