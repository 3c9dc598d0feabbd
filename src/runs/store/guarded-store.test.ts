import { expect, it, vi } from 'vitest'
import { createGuardedStore } from './guarded-store.ts'

it('calls every subscriber, and reports what one of them throws', () => {
  vi.useFakeTimers()
  const store = createGuardedStore<{ seed: number }>(() => ({ seed: 1 }))
  const heard: number[] = []
  store.subscribe(() => {
    throw new DOMException('Full.', 'QuotaExceededError')
  })
  store.subscribe(({ seed }, before) => heard.push(before.seed, seed))
  store.setState({ seed: 2 })
  expect(heard).toEqual([1, 2])
  expect(() => vi.runAllTimers()).toThrow('Full.')
  vi.useRealTimers()
})

it('reports a subscriber that changes the store during a notification', () => {
  vi.useFakeTimers()
  const store = createGuardedStore<{ phase: string }>(() => ({ phase: 'running' }))
  store.subscribe(({ phase }) => {
    if (phase === 'done') store.setState({ phase: 'running' })
  })
  store.setState({ phase: 'paused' })
  expect(() => vi.runAllTimers()).not.toThrow()
  store.setState({ phase: 'done' })
  expect(() => vi.runAllTimers()).toThrow(/subscriber changed/)
  vi.useRealTimers()
})
