import { describe, expect, it } from 'vitest'
import { datasetFacts, imagesOf, thumbnailsOf } from './facts.ts'
import { readSample } from '../node/sample.ts'
import { IMAGE_BYTES } from '../records.ts'
import { pixelStatistics } from './statistics.ts'

const splits = await readSample()
const { train } = splits

describe('datasetFacts', () => {
  it('counts the images of each class, and measures the training pixels', () => {
    const facts = datasetFacts(splits)
    expect(facts.train).toEqual(Array.from({ length: 10 }, () => 500))
    expect(facts.test).toEqual(Array.from({ length: 10 }, () => 100))
    expect(facts.pixels).toEqual(pixelStatistics(train))
  })
})

describe('thumbnailsOf', () => {
  it('gives the first images of a class as red, green and blue bytes', () => {
    const { records, pixels } = thumbnailsOf(train, 3, 4)
    const cats = [...train.labels.keys()].filter((i) => train.labels[i] === 3)
    expect(records).toEqual(cats.slice(0, 4))
    expect(pixels).toHaveLength(4 * IMAGE_BYTES)
    const [x, y, channel] = [5, 7, 2]
    expect(pixels[2 * IMAGE_BYTES + 3 * (32 * y + x) + channel]).toBe(
      train.pixels[cats[2] * IMAGE_BYTES + 1024 * channel + 32 * y + x],
    )
  })

  it('returns all if there are fewer', () => {
    expect(thumbnailsOf(train, 9, 10_000).records).toHaveLength(500)
  })
})

describe('imagesOf', () => {
  it('gives images by their numbers, in that order', () => {
    const { labels, pixels } = imagesOf(train, [9, 4])
    expect(labels).toEqual([train.labels[9], train.labels[4]])
    expect(pixels.slice(IMAGE_BYTES, IMAGE_BYTES + 3)).toEqual(
      Uint8ClampedArray.from([0, 1024, 2048], (plane) => train.pixels[4 * IMAGE_BYTES + plane]),
    )
    expect(() => imagesOf(train, [5000])).toThrow('no image 5000; there are 5000')
  })
})
