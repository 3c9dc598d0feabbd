// Makes the shipped sample of CIFAR-10: the first 500 training and 100 test images of each class.
//
//   node scripts/sample.mjs FOLDER [SKIP]
//
// FOLDER holds data_batch_1.bin and test_batch.bin of CIFAR-10's binary version. SKIP is a text file of
// records to leave out, a line each: file name, record number counted from 0. Writes
// public/cifar-10-sample.bin.z and, beside it, where every record came from.
import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { constants, gzipSync } from 'node:zlib'

const CLASSES = 10
const SIDE = 32
const PLANE_BYTES = SIDE * SIDE
const RECORD_BYTES = 1 + 3 * PLANE_BYTES
const SPLITS = [
  { name: 'train', file: 'data_batch_1.bin', perClass: 500 },
  { name: 'test', file: 'test_batch.bin', perClass: 100 },
]
// Not `.gz`: static servers add a Content-Encoding to that, and the page would unpack twice.
const OUTPUT = 'cifar-10-sample.bin.z'

/**
 * Pixels that compress by a third better, losslessly: red and blue less green, then every plane less what its
 * left, upper and upper-left neighbours predict (the median edge detector of JPEG-LS, ITU-T T.87 A.4.1; outside
 * the plane is 0). All modulo 256. Decoded by src/data/sample/coding.ts.
 *
 * @param {Uint8Array} record a record of the binary version
 */
export function encodeRecord(record) {
  const coded = Buffer.from(record)
  const [red, green, blue] = [0, 1, 2].map((plane) => {
    const start = 1 + plane * PLANE_BYTES
    return record.subarray(start, start + PLANE_BYTES)
  })
  const difference = (/** @type {Uint8Array} */ plane) =>
    plane.map((value, at) => value - green[at])
  const planes = [difference(red), green, difference(blue)]
  planes.forEach((plane, index) => {
    const pixel = (/** @type {number} */ x, /** @type {number} */ y) =>
      x < 0 || y < 0 ? 0 : plane[y * SIDE + x]
    for (let y = 0; y < SIDE; y++) {
      for (let x = 0; x < SIDE; x++) {
        const left = pixel(x - 1, y)
        const up = pixel(x, y - 1)
        const corner = pixel(x - 1, y - 1)
        const low = Math.min(left, up)
        const high = Math.max(left, up)
        const prediction = corner >= high ? low : corner <= low ? high : left + up - corner
        const at = y * SIDE + x
        coded[1 + index * PLANE_BYTES + at] = (plane[at] - prediction) & 255
      }
    }
  })
  return coded
}

/**
 * The numbers of the first records of each class.
 *
 * @param {Uint8Array} bytes
 * @param {number} perClass
 * @param {ReadonlySet<number>} skip
 */
function pick(bytes, perClass, skip) {
  const taken = Array.from({ length: CLASSES }, () => 0)
  const numbers = []
  for (let number = 0; (number + 1) * RECORD_BYTES <= bytes.length; number++) {
    const label = bytes[number * RECORD_BYTES]
    if (skip.has(number) || taken[label] >= perClass) continue
    taken[label] += 1
    numbers.push(number)
  }
  if (taken.some((count) => count < perClass)) {
    throw new Error(`Not enough records: ${taken.join(', ')} a class, ${perClass} wanted.`)
  }
  return numbers
}

const sha256 = (/** @type {Uint8Array} */ bytes) => createHash('sha256').update(bytes).digest('hex')

/**
 * @param {string} folder
 * @param {string | undefined} skipList
 */
async function main(folder, skipList) {
  const skipped = (skipList ? await readFile(skipList, 'utf8') : '')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields.length >= 2)
  const coded = []
  /** @type {Record<string, object>} */
  const provenance = {}
  for (const { name, file, perClass } of SPLITS) {
    const bytes = await readFile(join(folder, file))
    const skip = new Set(skipped.filter((line) => line[0] === file).map((line) => Number(line[1])))
    const numbers = pick(bytes, perClass, skip)
    const records = numbers.map((at) => bytes.subarray(at * RECORD_BYTES, (at + 1) * RECORD_BYTES))
    coded.push(...records.map(encodeRecord))
    provenance[name] = {
      count: numbers.length,
      recordsSha256: sha256(Buffer.concat(records)),
      file,
      fileSha256: sha256(bytes),
      leftOut: [...skip],
      recordNumbers: numbers,
    }
  }
  const output = gzipSync(Buffer.concat(coded), { level: 9, strategy: constants.Z_FILTERED })
  const description = {
    what: 'A balanced sample of CIFAR-10: the first 500 training and 100 test images of each class.',
    source:
      'A. Krizhevsky, Learning Multiple Layers of Features from Tiny Images, 2009. https://www.cs.toronto.edu/~kriz/cifar.html (binary version)',
    made: 'node scripts/sample.mjs FOLDER [SKIP]',
    coding:
      'gzip of records as in the binary version (label, then red, green and blue planes), training first; pixels as differences, see scripts/sample.mjs. recordsSha256 is over the plain records; leftOut names records skipped because the copy at hand did not hold them losslessly.',
    file: OUTPUT,
    bytes: output.length,
    sha256: sha256(output),
    ...provenance,
  }
  const target = join(import.meta.dirname, '..', 'public')
  await writeFile(join(target, OUTPUT), output)
  const json = JSON.stringify(description, null, 2).replace(/\[[\d\s,]*\]/g, (list) =>
    list.replace(/\s+/g, ' '),
  )
  await writeFile(join(target, OUTPUT.replace('.bin.z', '.json')), json + '\n')
  console.log(`public/${OUTPUT}: ${output.length} bytes`)
}

if (process.argv[1] === import.meta.filename) {
  const [folder, skipList] = process.argv.slice(2)
  if (!folder) {
    console.error('usage: node scripts/sample.mjs FOLDER [SKIP]')
    process.exit(1)
  }
  await main(folder, skipList)
}
