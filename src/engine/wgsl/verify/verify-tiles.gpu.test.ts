import { expect, it, vi } from 'vitest'
import { openSharedDevice, smallTiny } from '../testing/run.ts'
import { checkConvolutions, miscompiling } from '../testing/verify.ts'

const TINY = smallTiny()

it('finds nothing wrong with kernels that are right', async () => {
  const { wrong, kinds, buffersLeft } = await checkConvolutions(
    await openSharedDevice(),
    TINY,
    'f32',
  )
  expect(kinds.length).toBeGreaterThan(5)
  expect(wrong).toEqual([])
  expect(buffersLeft).toBe(0)
})

/** What is stored is another value. */
const storing = (value: string) => (code: string) =>
  code.replace(/(fn store\([^{]*\{)([^}]*)\bvalue\b/, `$1 let broken = ${value};$2broken`)

it.each([
  {
    what: 'forward',
    of: /^convForward/,
    broken: (code: string) => code.replace('max(upper, lower)', 'max(upper, lower) * 1.01'),
  },
  { what: 'inputGradient', of: /^convInputGradient/, broken: storing('value + vec4f(0, 1, 0, 0)') },
  { what: 'weightGradient', of: /^convWeightGradient/, broken: storing('vec4f(value.xyz, 0)') },
])('finds $what kernels that a driver gets wrong', async ({ what, of, broken }) => {
  const opened = miscompiling(await openSharedDevice(), (label, code) =>
    of.test(label) ? broken(code) : code,
  )
  const { wrong, kinds } = await checkConvolutions(opened, TINY, 'f32')
  expect(wrong.length).toBeGreaterThan(0)
  expect(new Set(wrong)).toEqual(new Set([what]))
  expect(kinds).toContain(what)
})

it('counts a kernel that does not compile as wrong', async () => {
  const opened = miscompiling(await openSharedDevice(), (label, code) =>
    label.startsWith('convForward') ? 'no code' : code,
  )
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  const { wrong, kinds } = await checkConvolutions(opened, TINY, 'f32')
  expect(wrong).toEqual(kinds.filter((kind) => kind === 'forward'))
})
