import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it, vi } from 'vitest'
import { dataLocation } from './data-location.mjs'

const root = join(import.meta.dirname, '../..')

afterEach(() => {
  vi.unstubAllEnvs()
})

it('names the archive in LAB94_DATA', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lab94-data-'))
  const archive = join(folder, 'cifar-10-binary.tar.gz')
  await writeFile(archive, '')
  vi.stubEnv('LAB94_DATA', folder)
  expect(await dataLocation(root)).toBe(`LAB94_DATA: ${archive}`)
  await rm(folder, { recursive: true })
})

it('fails if LAB94_DATA names no images', async () => {
  vi.stubEnv('LAB94_DATA', '/no/such/place')
  await expect(dataLocation(root)).rejects.toThrow('/no/such/place')
})
