import { expect, it } from 'vitest'
import { BEAT, Heartbeat } from './heartbeat.ts'

/** A heartbeat, what it has reported, and how to let time pass in which the page checks it. */
function watched() {
  let now = 0
  const said: string[] = []
  const heartbeat = new Heartbeat(
    () => now,
    (event) => said.push(event.type === 'problem' ? event.message : event.type),
  )
  const pass = (milliseconds: number) => {
    for (const end = now + milliseconds; now < end;) {
      now += BEAT
      heartbeat.check()
    }
  }
  /** The page is asleep. */
  const sleep = (milliseconds: number) => {
    now += milliseconds
    heartbeat.check()
  }
  return { heartbeat, said, pass, sleep }
}

it('reports once that the worker is silent, and when it responds again', () => {
  const { heartbeat, said, pass } = watched()
  heartbeat.heard()
  pass(28_000)
  expect(said).toEqual([])
  pass(4000)
  expect(said).toEqual(['The training worker has not responded for 30 s.'])
  heartbeat.heard()
  heartbeat.heard()
  expect(said.slice(1)).toEqual(['answering'])
})

it('waits longer for a worker that loads, but not for ever', () => {
  const { said, pass } = watched()
  pass(58_000)
  expect(said).toEqual([])
  pass(4000)
  expect(said).toEqual(['The training worker has not responded for 60 s.'])
})

it('does not blame the worker for an hour in which the computer slept', () => {
  const { heartbeat, said, pass, sleep } = watched()
  heartbeat.heard()
  pass(10_000)
  sleep(3_600_000)
  pass(10_000)
  expect(said).toEqual([])
})
