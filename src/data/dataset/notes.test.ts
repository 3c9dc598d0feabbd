import { describe, expect, it } from 'vitest'
import { DATA_FILE_NAMES } from '../cifar10.ts'
import { noteOn } from './notes.ts'

function files(count: number, official = count) {
  return DATA_FILE_NAMES.slice(0, count).map((name, index) => ({
    name,
    records: 10_000,
    bytes: 1,
    sha256: '',
    official: index < official,
  }))
}

describe('noteOn', () => {
  it('is silent on what needs no word', () => {
    expect(noteOn([], null)).toBeNull()
    expect(noteOn(files(6), null)).toBeNull()
  })

  it('lists missing files', () => {
    expect(noteOn(files(4), null)).toBe(
      '4 of 6 files are here; missing: data_batch_5.bin, test_batch.bin.',
    )
  })

  it('lists files that are not official', () => {
    expect(noteOn(files(6, 0), null)).toMatch(/^The files are valid, but not byte for byte/)
    expect(noteOn(files(6, 5), null)).toMatch(/^test_batch.bin is valid, but/)
    expect(noteOn(files(6, 4), null)).toMatch(/^data_batch_5.bin, test_batch.bin are valid, but/)
  })

  it('says why nothing is stored, in one sentence', () => {
    expect(noteOn(files(6), 'The disk is full.')).toBe(
      'The browser cannot store the images (The disk is full). They stay in memory until you close this tab.',
    )
  })
})
