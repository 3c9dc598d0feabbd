import { describe, expect, it } from 'vitest'
import { IMAGE_BYTES } from '../../../data/records.ts'
import { Inspections } from '../../../runs/inspection/inspections.ts'
import type { WorkerEvent } from '../../../worker/protocol.ts'
import { predictionsFor, softmax, VIEWS, weighted } from './predictions.ts'

const row = (at: number, value: number) =>
  Array.from({ length: 10 }, (_, i) => (i === at ? value : 0))

describe('predictionsFor', () => {
  it('sends the picture under every view in planes, and returns probabilities', async () => {
    let emit: (event: WorkerEvent) => void = () => {}
    let shown = new Uint8Array()
    const inspections = new Inspections({
      post(command) {
        if (command.type !== 'inspect' || command.inspection.what !== 'predict') return
        shown = Uint8Array.from(command.inspection.pixels)
        const logits = Float32Array.from(VIEWS.flatMap((_, i) => row(i, 2)))
        const result = { what: 'predict', logits } as const
        queueMicrotask(() => emit({ type: 'inspected', ticket: command.ticket, result }))
      },
      subscribe(listener) {
        emit = listener
        return () => {}
      },
    })
    const picture = new Uint8ClampedArray(IMAGE_BYTES)
    picture[3 * 31 + 1] = 200
    const { seen, views, together } = await predictionsFor(inspections, picture, 'mirror', 'run')
    expect(shown).toHaveLength(VIEWS.length * IMAGE_BYTES)
    expect(shown[1024 + 31]).toBe(200)
    const mirrored = VIEWS.findIndex((view) => view.mirrored && view.shiftX === 0)
    expect(shown[mirrored * IMAGE_BYTES + 1024]).toBe(200)
    expect(seen[mirrored][1]).toBe(200)
    expect(views[0]).toEqual(softmax(row(0, 2)))
    const both = row(0, 1)
    both[mirrored] = 1
    expect(together).toEqual(softmax(both))
  })
})

describe('weighted', () => {
  it('gives the unshifted pair of airbench half of the say', () => {
    const logits = VIEWS.map(({ shiftX }) => row(3, shiftX === 0 ? 8 : 0))
    expect(weighted(logits, 'mirrorAndShifts')[3]).toBe(4)
    expect(weighted(logits, 'none')[3]).toBe(8)
  })
})
