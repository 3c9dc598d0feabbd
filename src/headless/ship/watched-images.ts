import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { encode } from 'fast-png'
import { readSample } from '../../data/node/sample.ts'
import { CLASS_NAMES, IMAGE_BYTES, IMAGE_SIDE, type Records } from '../../data/records.ts'
import { chooseWatched } from '../../trainer/evaluation/watched-images.ts'
import { readPredictions } from '../../trainer/shipped/predictions-file.ts'
import { SHIPPED_NETWORK } from '../../trainer/shipped/shipped-network.ts'
import { parseOptions } from '../command-line/arguments.ts'
import { launcher } from '../command-line/launcher.ts'
import { writeAtomically } from '../command-line/output-file.ts'
import { runProgram } from '../command-line/program.ts'

const USAGE = `${launcher('watched-images')}
Writes the twelve test images that Train shows, and the shipped network's predictions for them. Run it after ship-network.`

const LIST = 'src/trainer/evaluation/watched-images.json'
const PICTURE = 'src/ui/train/eyes/watched-images.png'

/** `npm run -s watched-images`. Resolves to the exit status. */
async function main(argv: readonly string[]): Promise<number> {
  parseOptions({}, argv)
  const { predictions: known, testImages } = SHIPPED_NETWORK
  const predictions = readPredictions(await readFile(join('public', known.file)), testImages)
  const { test } = await readSample()
  const records = chooseWatched(predictions)
  for (const record of records) {
    if (test.labels[record] !== predictions.labels[record]) {
      throw new Error(`The sample does not contain test image ${record} at the same index.`)
    }
  }
  const images = records.map((record) => ({
    record,
    label: predictions.labels[record],
    shipped: {
      predicted: predictions.predicted[record],
      confidence: Number(predictions.confidences[record].toFixed(4)),
    },
  }))
  writeAtomically(LIST, `${JSON.stringify({ images }, null, 2)}\n`)
  const png = inOneRow(test, records)
  writeAtomically(PICTURE, png)
  const names = images.map(({ label }) => CLASS_NAMES[label]).join(', ')
  process.stderr.write(`Wrote ${LIST} and ${PICTURE} (${png.length} bytes): ${names}.\n`)
  return 0
}

/** A PNG of images side by side. */
function inOneRow({ pixels }: Records, records: readonly number[]): Uint8Array {
  const width = IMAGE_SIDE * records.length
  const data = new Uint8Array(3 * width * IMAGE_SIDE)
  const plane = IMAGE_SIDE * IMAGE_SIDE
  for (const [index, record] of records.entries()) {
    for (let y = 0; y < IMAGE_SIDE; y++) {
      for (let x = 0; x < IMAGE_SIDE; x++) {
        for (let channel = 0; channel < 3; channel++) {
          data[3 * (y * width + IMAGE_SIDE * index + x) + channel] =
            pixels[IMAGE_BYTES * record + plane * channel + IMAGE_SIDE * y + x]
        }
      }
    }
  }
  return encode({ width, height: IMAGE_SIDE, data, channels: 3, depth: 8 })
}

await runProgram(main, USAGE)
