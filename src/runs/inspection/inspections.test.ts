import { expect, it } from 'vitest'
import type { Command, WorkerEvent } from '../../worker/protocol.ts'
import { Inspections } from './inspections.ts'

it('gives each request its own answer, or the reason why there is none', async () => {
  const commands: Command[] = []
  let emit: (event: WorkerEvent) => void = () => {}
  const inspections = new Inspections({
    post: (command) => void commands.push(command),
    subscribe(listener) {
      emit = listener
      return () => {}
    },
  })
  const profile = inspections.ask({ what: 'profile' })
  const weights = inspections.ask({ what: 'weights', layer: 'prep' })
  const tickets = commands.flatMap((command) => ('ticket' in command ? [command.ticket] : []))
  expect(new Set(tickets).size).toBe(2)
  emit({ type: 'notInspected', ticket: tickets[1], message: 'Lost.', advice: 'Again.' })
  const result = { what: 'profile', profile: { unavailable: 'No clock.' } } as const
  emit({ type: 'inspected', ticket: tickets[0], result })
  expect(await profile).toEqual(result)
  await expect(weights).rejects.toMatchObject({ message: 'Lost.', advice: 'Again.' })
})
