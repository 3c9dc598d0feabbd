import { expect, it, vi } from 'vitest'
import { TooSlow, within } from './time-limit.ts'

it('passes on a result or failure that arrives in time', async () => {
  await expect(within(1000, 'It', Promise.resolve(3))).resolves.toBe(3)
  await expect(within(1000, 'It', Promise.reject(new Error('no')))).rejects.toThrow('no')
})

it('names what timed out, and closes a late result', async () => {
  vi.useFakeTimers()
  const closed: number[] = []
  let come: (value: number) => void = () => {}
  const waiting = within(
    4000,
    'The disk',
    new Promise<number>((resolve) => (come = resolve)),
    (late) => closed.push(late),
  ).catch((error: unknown) => error)
  await vi.advanceTimersByTimeAsync(4000)
  expect(await waiting).toEqual(new TooSlow('The disk did not respond within 4 s.'))
  come(7)
  await vi.advanceTimersByTimeAsync(0)
  expect(closed).toEqual([7])
  vi.useRealTimers()
})
