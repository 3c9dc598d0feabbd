import { beforeEach, describe, expect, it } from 'vitest'
import type { DataFileName } from '../cifar10.ts'
import { MemoryStore } from '../store/memory.ts'
import { ImportedCopy } from './imported-copy.ts'

const TRAIN: readonly DataFileName[] = [
  'data_batch_1.bin',
  'data_batch_2.bin',
  'data_batch_3.bin',
  'data_batch_4.bin',
  'data_batch_5.bin',
]

let store: MemoryStore

beforeEach(() => {
  store = new MemoryStore()
})

/** Batches of a named copy; those of `official` are the official ones. */
async function add(copy: ImportedCopy, from: string, names: readonly DataFileName[]) {
  for (const name of names) {
    const file = { name, records: 1, bytes: 1, sha256: `${from} ${name}` }
    await copy.add({ ...file, official: from === 'official' }, new Uint8Array(1))
  }
}

async function imported(from: string, ...names: readonly DataFileName[]): Promise<void> {
  const copy = new ImportedCopy(store)
  await add(copy, from, names)
  await copy.settle()
}

/** The copy of each stored file, in the order of file names. */
async function copies(): Promise<string[]> {
  const files = (await store.list()).sort((a, b) => a.name.localeCompare(b.name))
  return files.map(({ sha256 }) => sha256.split(' ')[0])
}

describe('ImportedCopy', () => {
  it('adds official batches to official ones, one by one', async () => {
    await imported('official', 'data_batch_1.bin', 'data_batch_2.bin')
    await imported('official', 'data_batch_3.bin')
    expect(await copies()).toEqual(['official', 'official', 'official'])
  })

  it.each([
    ['an official batch over a set from elsewhere', 'mirror', 'official'],
    ['a batch from elsewhere over the official set', 'official', 'mirror'],
    ['a batch of a third copy', 'mirror', 'third'],
  ])('refuses %s', async (_, here, other) => {
    await imported(here, ...TRAIN)
    await expect(imported(other, 'data_batch_1.bin')).rejects.toMatchObject({
      name: 'DataError',
      message:
        'data_batch_1.bin belongs to another copy of CIFAR-10 than the training images here, so it was not added.',
      advice: expect.stringContaining('all five training files together'),
    })
    expect(await copies()).toEqual(Array.from(TRAIN, () => here))
  })

  it('rejects half a copy over another one, even an incomplete one', async () => {
    await imported('mirror', 'data_batch_4.bin', 'data_batch_5.bin')
    await expect(
      imported('official', 'data_batch_1.bin', 'data_batch_2.bin', 'data_batch_3.bin'),
    ).rejects.toThrow('belong to another copy')
    expect(await copies()).toEqual(['mirror', 'mirror'])
  })

  it('replaces a whole split, and the test images, which are one file', async () => {
    await imported('official', ...TRAIN, 'test_batch.bin')
    await imported('mine', ...TRAIN)
    expect(await copies()).toEqual(['mine', 'mine', 'mine', 'mine', 'mine', 'official'])
    await imported('other', 'test_batch.bin')
    expect(await copies()).toEqual(['mine', 'mine', 'mine', 'mine', 'mine', 'other'])
  })

  it('accepts a copy with both official and other batches', async () => {
    const copy = new ImportedCopy(store)
    await add(copy, 'official', TRAIN.slice(0, 4))
    await add(copy, 'mine', TRAIN.slice(4))
    await copy.settle()
    expect(await copies()).toEqual(['official', 'official', 'official', 'official', 'mine'])
  })

  it('rejects two batches with the same name', async () => {
    const copy = new ImportedCopy(store)
    await add(copy, 'mine', TRAIN)
    await expect(add(copy, 'other', ['data_batch_1.bin'])).rejects.toThrow('was chosen twice')
  })

  it('gives up what is not proven of a damaged archive', async () => {
    const copy = new ImportedCopy(store)
    await add(copy, 'official', ['data_batch_1.bin'])
    await add(copy, 'mine', ['data_batch_2.bin'])
    await copy.giveUp(['data_batch_1.bin', 'data_batch_2.bin'])
    await copy.settle()
    expect(await copies()).toEqual(['official'])
  })

  it('leaves no complete split mixed from two copies if it ends half-way', async () => {
    await imported('official', ...TRAIN)
    const write = store.write.bind(store)
    store.write = async (file, bytes) => {
      if (file.name === 'data_batch_3.bin') throw new Error('The tab was closed.')
      await write(file, bytes)
    }
    await expect(imported('mine', ...TRAIN)).rejects.toThrow('The tab was closed.')
    expect(await copies()).toEqual(['mine', 'mine'])
  })
})
