import { describe, expect, it } from 'vitest'
import { randomWords, wordBelow, wordToUnit } from '../../random/stream.ts'
import { syntheticRecord } from '../testing/records.ts'
import { toBase64url } from './encoding/base64url.ts'
import { VarintReader, VarintWriter } from './encoding/bytes.ts'
import { idOf, packRun1 } from './encoding/codec-1.ts'
import { deflate } from './encoding/deflate.ts'
import { hashToRun, runToHash } from './link.ts'
import { LinkError } from './link-error.ts'

const seal = async (bytes: Uint8Array<ArrayBuffer>, version = '1') =>
  `#run=${version}.${toBase64url(await deflate(bytes))}`

describe('a link', () => {
  it.each([
    [10, 1000],
    [24, 1000],
    [100, 2500],
  ])(
    'with %i epochs of six series stays within %i letters, single steps included',
    async (epochs, letters) => {
      const run = syntheticRecord({ epochs })
      const hash = await runToHash(run)
      expect(hash.length).toBeLessThanOrEqual(letters)
      expect((await hashToRun(hash)).run.steps.loss.length).toBeGreaterThanOrEqual(25)
    },
  )

  it.each([{}, { imagesFingerprint: '0123456789abcdef' }])(
    'distinguishes plain test losses from those that include label smoothing, with %j',
    async (images) => {
      const plain = syntheticRecord({ record: { ...images, plainTestLoss: true } })
      const { run, id } = await hashToRun(await runToHash(plain))
      expect(run.record.plainTestLoss).toBe(true)
      expect(run.record.imagesFingerprint).toBe(plain.record.imagesFingerprint)
      expect(id).toBe(idOf(plain))
      expect(id).not.toBe(idOf(syntheticRecord({ record: images })))
    },
  )

  it('contains the recipe, the curves, the result and the device', async () => {
    const original = syntheticRecord({ epochs: 24 })
    const { run, recipeChanged } = await hashToRun(await runToHash(original))
    expect(recipeChanged).toBe(false)
    const { tests, trainSeconds, wallSeconds, startedAt, ...others } = run.record
    expect(original.record).toMatchObject(others)
    expect(trainSeconds).toBeCloseTo(original.record.trainSeconds, 3)
    expect(wallSeconds).toBeCloseTo(original.record.wallSeconds, 3)
    expect(Math.abs(startedAt - original.record.startedAt)).toBeLessThanOrEqual(500)
    tests.forEach((test, i) => {
      const measured = original.record.tests[i]
      expect([test.step, test.live, test.average, test.views]).toEqual([
        measured.step,
        measured.live,
        measured.average,
        measured.views,
      ])
      expect(test.trainAccuracy).toBeCloseTo(measured.trainAccuracy, 4)
      for (const loss of ['trainLoss', 'testLoss'] as const) {
        expect((test[loss] ?? 0) / (measured[loss] ?? 1)).toBeCloseTo(1, 3)
      }
    })
    const { loss, stepsPerPoint } = run.steps
    expect(loss[loss.length - 1]).toBeCloseTo(0.93, 0)
    expect(stepsPerPoint * loss.length).toBeGreaterThanOrEqual(original.record.steps)
  })

  it.each<[string, (hash: string) => string]>([
    ['a full stop', (hash) => `${hash}.`],
    ['a bracket and a comma', (hash) => `${hash}),`],
    ['tracking parameters', (hash) => `${hash}&fbclid=IwAR0&utm_source=x`],
    ['a query', (hash) => `${hash}?utm_source=x`],
    ['more words', (hash) => `${hash} see this`.replace(' see', '.see')],
    ['line breaks inside', (hash) => hash.replaceAll(/.{70}/g, '$&\r\n ')],
    ['encoded line breaks inside', (hash) => hash.replaceAll(/.{70}/g, '$&%0D%0A')],
    ['percent-encoding', (hash) => `#${encodeURIComponent(hash.slice(1))}`],
    ['a name in capitals', (hash) => hash.replace('#run=', '#RUN=')],
    ['broken percent-encoding behind it', (hash) => `${hash}.%E0%A4%A`],
    ['percent-encoding, and broken one behind it', (hash) => `#run%3D${hash.slice(5)}.%E0%A4%A`],
    ['percent-encoding, twice', (hash) => hash.replace('=', '%253D')],
    ['everything percent-encoded', (hash) => encodeURIComponent(hash)],
    ['an underscore that ended italics', (hash) => `${hash}_`],
    ['a dash', (hash) => `${hash}--`],
    ['a quotation mark', (hash) => `${hash}%E2%80%9D`],
    ['tracking parameters before it', (hash) => `#utm_source=x&${hash.slice(1)}`],
    ['a slash before it', (hash) => `#/${hash.slice(1)}`],
    [
      'quoted-printable line breaks',
      (hash) => hash.replace('=', '=3D').replaceAll(/.{70}/g, '$&=\r\n'),
    ],
  ])('opens with %s', async (_name, changed) => {
    const original = syntheticRecord({ epochs: 3 })
    const { id } = await hashToRun(changed(await runToHash(original)))
    expect(id).toBe(idOf(original))
  })

  it('opens the very run it was made from, and passed on too', async () => {
    const original = syntheticRecord({ epochs: 24 })
    const id = idOf(original)
    const once = (await hashToRun(await runToHash(original))).run
    const twice = (await hashToRun(await runToHash(once))).run
    expect([idOf(once), idOf(twice)]).toEqual([id, id])
    expect(twice.record).toEqual(once.record)
    expect(idOf(syntheticRecord({ epochs: 24, accuracy: 0.9411 }))).not.toBe(id)
  })

  it('carries what was done to a run on its way', async () => {
    const { record, steps } = syntheticRecord({ epochs: 2 })
    const changed = {
      ...record,
      rateChanges: [{ step: 60, factor: 0.5 }],
      resumedFrom: { step: 97, sameBits: true },
    }
    const { run } = await hashToRun(await runToHash({ record: changed, steps }))
    expect(run.record).toMatchObject({
      rateChanges: changed.rateChanges,
      resumedFrom: changed.resumedFrom,
    })
  })

  it('carries the fingerprint of the images, and is the same link as ever without it', async () => {
    const { record, steps } = syntheticRecord({ epochs: 2 })
    const known = { record: { ...record, imagesFingerprint: '0123456789abcdef' }, steps }
    const { run, id } = await hashToRun(await runToHash(known))
    expect(run.record.imagesFingerprint).toBe('0123456789abcdef')
    expect(id).toBe(idOf(known))
    const before = await hashToRun(await runToHash({ record, steps }))
    expect('imagesFingerprint' in before.run.record).toBe(false)
    expect(before.id).not.toBe(id)
  })

  it('carries runs that diverged, failed, or keep no average', async () => {
    const { record, steps } = syntheticRecord({ epochs: 2 })
    const tests = record.tests.map((test) => ({
      ...test,
      trainLoss: null,
      testLoss: null,
      average: null,
      views: null,
    }))
    const ending = {
      kind: 'failed',
      message: 'The loss is no number.',
      advice: 'Lower the rate.',
    } as const
    const accuracy = steps.accuracy.map((share, i) => (i % 2 === 0 ? null : share))
    const odd = {
      record: { ...record, tests, ending },
      steps: { ...steps, loss: steps.loss.map(() => null), accuracy },
    }
    const { run } = await hashToRun(await runToHash(odd))
    expect(run.record.ending).toEqual(ending)
    expect(run.record.tests[1]).toMatchObject({ trainLoss: null, testLoss: null, views: null })
    expect(run.steps.loss[0]).toBeNull()
    expect(idOf(run)).toBe(idOf(odd))
  })

  it('carries tests after epochs that have fewer scores than the last', async () => {
    const { record, steps } = syntheticRecord({ epochs: 4 })
    const tests = record.tests.map((test, i) =>
      i === 3
        ? test
        : { ...test, live: null, views: null, ...(i === 0 && { average: null, live: 0.5 }) },
    )
    const sparse = { record: { ...record, tests }, steps }
    const { run } = await hashToRun(await runToHash(sparse))
    const scores = (all: typeof tests) =>
      all.map(({ live, average, views }) => ({ live, average, views }))
    expect(scores(run.record.tests)).toEqual(scores(tests))
    expect(idOf(run)).toBe(idOf(sparse))
  })

  it('reports if the recipe of that name has changed', async () => {
    const { record, steps } = syntheticRecord()
    const recipe = { ...record.recipe, labelSmoothing: 0.1 }
    const run = { record: { ...record, recipe }, steps }
    const { recipeChanged, id } = await hashToRun(await runToHash(run))
    expect(id).toBe(idOf(run))
    expect(recipeChanged).toBe(true)
  })

  it('rejects a run that is too long', async () => {
    const { record, steps } = syntheticRecord()
    const noise = randomWords(1, 'noise', 0, 8000)
    const noisy = Array.from({ length: 1999 }, (_, i) => ({
      ...record.tests[0],
      step: i,
      trainLoss: wordToUnit(noise[4 * i]) + 0.1,
      testLoss: wordToUnit(noise[4 * i + 1]) + 0.1,
      live: wordBelow(noise[4 * i + 2], 10_000) / 10_000,
      views: wordBelow(noise[4 * i + 3], 10_000) / 10_000,
    }))
    const long = { record: { ...record, tests: noisy, steps: 2000 }, steps }
    await expect(runToHash(long)).rejects.toThrow(/too long for a link/)
  })
})

describe('a hostile link', () => {
  /** A link whose header was changed. */
  const tampered = async (change: (text: string) => string) => {
    const reader = new VarintReader(packRun1(syntheticRecord(), 0))
    const text = new TextDecoder().decode(reader.raw(reader.unsigned()))
    const changed = change(text)
    if (changed === text) throw new Error('The header has no such part.')
    const writer = new VarintWriter()
    const bytes = new TextEncoder().encode(changed)
    writer.unsigned(bytes.length)
    writer.raw(bytes)
    writer.raw(reader.raw(reader.left))
    return seal(writer.finish())
  }
  const zeros = (length: number) => new Uint8Array(length)

  it('that is whole is read', async () => {
    const hash = await tampered((text) => text.replace('Chrome 147', 'Chrome 148'))
    expect((await hashToRun(hash)).run.record.browser).toBe('Chrome 148')
  })

  it.each<[string, () => Promise<string> | string]>([
    ['nothing', () => '#run='],
    ['no version', async () => (await runToHash(syntheticRecord())).replace('1.', '')],
    ['a version that never was', () => seal(packRun1(syntheticRecord(), 0), '0')],
    ['the name of something inherited', () => '#run=constructor.AAAA'],
    ['more letters than a link may have', () => `#run=1.${'A'.repeat(20_000)}`],
    ['letters that are not base64url', () => '#run=1.<script>'],
    ['bytes that are not deflated', () => `#run=1.${toBase64url(Uint8Array.of(255, 1, 2))}`],
    ['a bomb', () => seal(zeros(10_000_000))],
    ['one byte', () => seal(zeros(1))],
    ['a header longer than the rest', () => seal(Uint8Array.of(200, 1, 91))],
    ['a seed out of range', () => tampered((text) => text.replace(',1,"full"', ',-1,"full"'))],
    ['an engine that is none', () => tampered((text) => text.replace('"wgsl"', '"wasm"'))],
    ['a preset that is none', () => tampered((text) => text.replace('"auto"', '"page-99"'))],
    ['no test images', () => tampered((text) => text.replace(',10000,', ',0,'))],
    [
      'more rows than bytes',
      () => tampered((text) => text.replace(',10,1,1,1,0]', ',99,1,1,1,0]')),
    ],
    ['an end that is none', () => tampered((text) => text.replace('[],[],', '["x"],[],'))],
  ])('with %s is refused', async (_what, make) => {
    const hash = await make()
    await expect(hashToRun(hash)).rejects.toBeInstanceOf(LinkError)
    await expect(hashToRun(hash)).rejects.toThrow(/^This link does not contain a readable run\./)
  })

  it('reports a link made by a newer lab94', async () => {
    const hash = await seal(packRun1(syntheticRecord(), 0), '2')
    await expect(hashToRun(hash)).rejects.toThrow(/A newer lab94 made it/)
  })

  it('is rejected if it is truncated anywhere', async () => {
    const hash = await runToHash(syntheticRecord({ epochs: 2 }))
    for (let length = 7; length < hash.length - 3; length += 11) {
      await expect(hashToRun(hash.slice(0, length))).rejects.toBeInstanceOf(LinkError)
    }
  })
})
