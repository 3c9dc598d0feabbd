import { readFileSync } from 'node:fs'
import { decode } from 'fast-png'
import { expect, it } from 'vitest'
import { readSample } from '../../data/node/sample.ts'
import { IMAGE_BYTES } from '../../data/records.ts'
import { readPredictions } from '../shipped/predictions-file.ts'
import { SHIPPED_NETWORK } from '../shipped/shipped-network.ts'
import { chooseWatched, WATCHED_IMAGES, watchedIn } from './watched-images.ts'

const fileAt = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url))
const shipped = readPredictions(
  fileAt(`public/${SHIPPED_NETWORK.predictions.file}`),
  SHIPPED_NETWORK.testImages,
)
const records = WATCHED_IMAGES.map(({ record }) => record)

it('chooses the first image of each class, and the first two others that are predicted wrong', () => {
  const labels = Uint8Array.of(1, 0, 0, 1, 1, 0)
  const predicted = Uint8Array.of(0, 0, 1, 1, 0, 1)
  expect(chooseWatched({ labels, predicted })).toEqual([0, 1, 2, 4])
})

it('lists what the rule chooses by the shipped network, and its predictions', () => {
  expect(records).toEqual(chooseWatched(shipped))
  for (const { record, label, shipped: prediction } of WATCHED_IMAGES) {
    expect([label, prediction.predicted]).toEqual([
      shipped.labels[record],
      shipped.predicted[record],
    ])
    expect(prediction.confidence).toBeCloseTo(shipped.confidences[record], 3)
  }
})

it('draws those images of the sample side by side', async () => {
  const { test } = await readSample()
  const { width, height, data } = decode(fileAt('src/ui/train/eyes/watched-images.png'))
  expect([width, height]).toEqual([12 * 32, 32])
  for (const [index, record] of records.entries()) {
    expect(test.labels[record]).toBe(WATCHED_IMAGES[index].label)
    const green = (x: number, y: number) => test.pixels[IMAGE_BYTES * record + 32 * 32 + 32 * y + x]
    for (const [x, y] of [
      [0, 0],
      [31, 7],
      [12, 31],
    ]) {
      expect(data[3 * (width * y + 32 * index + x) + 1]).toBe(green(x, y))
    }
  }
})

it('picks the watched images’ predictions, unless the images or their order differ', () => {
  const watched = watchedIn(shipped)
  expect(watched?.predicted).toEqual(WATCHED_IMAGES.map((image) => image.shipped.predicted))
  expect(watched?.confidences[0]).toBeCloseTo(WATCHED_IMAGES[0].shipped.confidence, 3)
  expect(watchedIn({ ...shipped, labels: shipped.labels.toReversed() })).toBeNull()
  const first = { labels: shipped.labels.slice(0, 20), predicted: shipped.predicted.slice(0, 20) }
  expect(watchedIn({ ...first, confidences: shipped.confidences.slice(0, 20) })).toBeNull()
})
