import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Abandoned, StallWatch } from './stall.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function open(isStopped = () => false) {
  const said: string[] = []
  const watch = new StallWatch({
    now: () => Date.now(),
    isStopped,
    onStall: (seconds) => said.push(`stalled ${seconds.toFixed(0)}`),
    onAnswer: (seconds) => said.push(`answered ${seconds.toFixed(0)}`),
  })
  return { watch, said }
}

const after = (milliseconds: number) =>
  new Promise<string>((resolve) => setTimeout(() => resolve('there'), milliseconds))

it('reports nothing if the answer is in time', async () => {
  const { watch, said } = open()
  const waiting = watch.wait(10_000, after(9000))
  await vi.advanceTimersByTimeAsync(9000)
  expect(await waiting).toEqual({ answer: 'there', stalled: 0 })
  expect(said).toEqual([])
})

it('reports a missing answer, for how long, and when it arrives', async () => {
  const { watch, said } = open()
  const waiting = watch.wait(10_000, after(45_000))
  await vi.advanceTimersByTimeAsync(45_000)
  expect(await waiting).toEqual({ answer: 'there', stalled: 45_000 })
  expect(said.slice(0, 2)).toEqual(['stalled 11', 'stalled 16'])
  expect(said.at(-1)).toBe('answered 45')
})

it('notices a stall of the whole computer, in which no timer ran', async () => {
  const { watch, said } = open()
  let come: (answer: string) => void = () => {}
  const waiting = watch.wait(10_000, new Promise<string>((resolve) => (come = resolve)))
  vi.setSystemTime(Date.now() + 30_000)
  come('there')
  expect(await waiting).toEqual({ answer: 'there', stalled: 30_000 })
  expect(said).toEqual(['answered 30'])
})

it('stops waiting if the run is stopped meanwhile', async () => {
  const { watch } = open(() => Date.now() - start > 20_000)
  const start = Date.now()
  const waiting = watch.wait(10_000, new Promise(() => {})).catch((error: unknown) => error)
  await vi.advanceTimersByTimeAsync(22_000)
  expect(await waiting).toBeInstanceOf(Abandoned)
})
