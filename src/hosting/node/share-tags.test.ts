import { readFileSync } from 'node:fs'
import { afterEach, expect, it, vi } from 'vitest'
import { chosenAddress, PREVIEW_FILE, shareTags } from './share-tags.ts'

const contentOf = (address: string | null, key: string) =>
  shareTags(address).find(({ attrs }) => attrs?.property === key || attrs?.name === key)?.attrs
    ?.content

afterEach(() => vi.unstubAllEnvs())

it('uses an absolute preview address if the page’s is known, also in a folder', () => {
  vi.stubEnv('LAB94_ADDRESS', 'https://example.org/lab94?x=1#y')
  expect(chosenAddress()).toBe('https://example.org/lab94/')
  expect(contentOf(chosenAddress(), 'og:image')).toBe('https://example.org/lab94/preview.png')
  expect(contentOf(chosenAddress(), 'twitter:image')).toBe('https://example.org/lab94/preview.png')
  expect(contentOf(chosenAddress(), 'og:url')).toBe('https://example.org/lab94/')
})

it('uses a relative preview address if the page’s is unknown', () => {
  vi.stubEnv('LAB94_ADDRESS', '')
  expect(chosenAddress()).toBeNull()
  expect(contentOf(null, 'og:image')).toBe('./preview.png')
  expect(contentOf(null, 'og:url')).toBeUndefined()
})

it.each(['example.org/lab94', 'ftp://example.org/', 'javascript:alert(1)'])(
  'refuses %s as an address',
  (text) => {
    vi.stubEnv('LAB94_ADDRESS', text)
    expect(() => chosenAddress()).toThrow(/full address/)
  },
)

it('ships a preview of the stated size below 200 kB', () => {
  const png = readFileSync(new URL(`../../../public/${PREVIEW_FILE}`, import.meta.url))
  expect(png.length).toBeLessThan(200_000)
  expect(png.toString('latin1', 12, 16)).toBe('IHDR')
  const size = [png.readUInt32BE(16), png.readUInt32BE(20)].map(String)
  expect(size).toEqual([contentOf(null, 'og:image:width'), contentOf(null, 'og:image:height')])
})
