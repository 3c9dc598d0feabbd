import { expect, it } from 'vitest'
import { Heartbeat } from './heartbeat.ts'

it('reports once that the worker is silent, and when it responds again', () => {
  let now = 0
  const said: string[] = []
  const heartbeat = new Heartbeat(
    () => now,
    (event) => said.push(event.type),
  )
  now = 60_000
  heartbeat.check()
  expect(said).toEqual([])
  heartbeat.heard()
  now += 29_000
  heartbeat.check()
  expect(said).toEqual([])
  now += 1000
  heartbeat.check()
  heartbeat.check()
  expect(said).toEqual(['problem'])
  heartbeat.heard()
  heartbeat.heard()
  expect(said).toEqual(['problem', 'answering'])
})
