import { expect, it } from 'vitest'
import { droppedFiles } from './dropped-files.ts'

type Entry = Pick<FileSystemEntry, 'name' | 'isFile' | 'isDirectory'>

const file = (name: string) => ({
  name,
  isFile: true,
  isDirectory: false,
  file: (found: (file: File) => void) => found(new File(['x'], name)),
})

/** Like browsers' folder readers: a few entries at a time, then none. */
const folder = (name: string, entries: readonly Entry[]) => ({
  name,
  isFile: false,
  isDirectory: true,
  createReader: () => {
    let at = 0
    return {
      readEntries(found: (entries: readonly Entry[]) => void) {
        found(entries.slice(at, at + 2))
        at += 2
      },
    }
  },
})

const nested = (depth: number): Entry =>
  folder('deep', depth === 0 ? [file('test_batch.bin')] : [nested(depth - 1)])

function dropOf(...entries: readonly Entry[]): DataTransfer {
  const items = entries.map((entry) => ({
    webkitGetAsEntry: () => entry,
    getAsFile: () => new File(['x'], entry.name),
  }))
  // What a drop is read for.
  return { items } as unknown as DataTransfer
}

const names = async (...entries: readonly Entry[]) =>
  (await droppedFiles(dropOf(...entries)))?.map(({ name }) => name) ?? null

it('accepts every dropped file, and from folders the files that may contain images', async () => {
  const inner = folder('cifar-10-batches-bin', [
    file('batches.meta.txt'),
    file('readme.html'),
    file('data_batch_1.bin'),
    file('DATA_BATCH_2.BIN'),
    file('test_batch.bin.gz'),
  ])
  const outer = folder('downloads', [file('holiday.jpg'), inner, file('cifar-10-binary.tar.gz')])
  expect(await names(file('run.json'), outer)).toEqual([
    'run.json',
    'data_batch_1.bin',
    'DATA_BATCH_2.BIN',
    'test_batch.bin.gz',
    'cifar-10-binary.tar.gz',
  ])
})

it('distinguishes a folder without images from a drop without files', async () => {
  expect(await names(folder('empty', []))).toBeNull()
  expect(await names(folder('others', [file('readme.html')]))).toBeNull()
  expect(await names()).toEqual([])
})

it('reads no folder endlessly', async () => {
  expect(await names(nested(3))).toEqual(['test_batch.bin'])
  expect(await names(nested(4))).toBeNull()
  const many = Array.from({ length: 1200 }, () => file('test_batch.bin'))
  expect(await names(folder('many', many))).toHaveLength(1000)
})
