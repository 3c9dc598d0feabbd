import * as v from 'valibot'
import { expect, it } from 'vitest'
import { IMAGE_BYTES } from '../data/records.ts'
import { presetChoice, resolveRecipe } from '../recipe/choice.ts'
import { fuzz, FUZZ_TIMEOUT } from '../testing/fuzz.ts'
import { CommandSchema } from './protocol.ts'

const choice = { ...presetChoice('tiny'), overrides: { labelSmoothing: 0.1 } }
const run = { choice, seed: 3, dataset: 'sample', engine: 'wgsl' }
const view = { mirrored: true, shiftX: -1, shiftY: 2, weight: 0.5 }

/** Commands as JSON, which has no files or bytes, with placeholders for both. */
const FILE = 'a file'
const PIXELS = 'pixels'

const COMMANDS = [
  { type: 'train', ...run, measures: { dynamicsEvery: 10, testAll: true } },
  { type: 'estimate', choice, engine: 'tfjs' },
  { type: 'preview', ...run, records: [0, 1, 2], epoch: 3 },
  { type: 'images', dataset: 'full', split: 'test', records: [5, 6] },
  { type: 'thumbnails', dataset: 'full', label: 3, most: 12 },
  { type: 'rate', factor: 0.5 },
  { type: 'dynamics', everySteps: 10 },
  { type: 'continue', rateScale: 0.5 },
  { type: 'data', action: 'download', from: 'mirror' },
  { type: 'selfTest', seed: 3 },
  { type: 'import', files: [FILE] },
  { type: 'inspect', ticket: 1, of: 'shipped', inspection: { what: 'weights', layer: 'head' } },
  {
    type: 'inspect',
    ticket: 2,
    inspection: { what: 'predict', pixels: PIXELS, views: [view], weights: 'best' },
  },
  { type: 'stop' },
]

const commandOf = (text: string): unknown =>
  JSON.parse(text, (_, value: unknown) => {
    if (value === FILE) return new File(['content'], 'name.bin')
    return value === PIXELS ? new Uint8Array(IMAGE_BYTES) : value
  })

it('takes or refuses any message to the worker', { timeout: FUZZ_TIMEOUT }, async () => {
  const { accepted, refused } = await fuzz({
    name: 'commands',
    samples: COMMANDS.map((command) => new TextEncoder().encode(JSON.stringify(command))),
    decode(bytes) {
      const command = v.parse(CommandSchema, commandOf(new TextDecoder().decode(bytes)))
      if ('choice' in command) expect(resolveRecipe(command.choice)).toBeDefined()
      if ('records' in command) expect(command.records.length).toBeLessThanOrEqual(256)
    },
    refusals: [v.ValiError, SyntaxError],
  })
  expect(Math.min(accepted, refused)).toBeGreaterThan(0)
})

it.each(COMMANDS)('takes the command $type of the samples', (command) => {
  expect(v.safeParse(CommandSchema, commandOf(JSON.stringify(command))).success).toBe(true)
})
