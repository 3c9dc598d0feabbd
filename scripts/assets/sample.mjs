// Makes the shipped sample of CIFAR-10: the first 500 training and 100 test images of each class.
//
//   node scripts/assets/sample.mjs FOLDER [SKIP]
//
// FOLDER contains data_batch_1.bin and test_batch.bin of CIFAR-10's binary version. SKIP is a text file of
// records to leave out, one per line: file name and record number, counted from 0. Writes
// public/cifar-10-sample.bin.z and, beside it, a file that says where every record came from.
import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { constants, gzipSync } from 'node:zlib'
import { encodeRecord } from './encode-record.mjs'

const CLASSES = 10
const RECORD_BYTES = 1 + 3 * 32 * 32
const SPLITS = [
  { name: 'train', file: 'data_batch_1.bin', perClass: 500 },
  { name: 'test', file: 'test_batch.bin', perClass: 100 },
]
// Not `.gz`: static servers add a Content-Encoding to it, and the page would decompress it twice.
const OUTPUT = 'cifar-10-sample.bin.z'

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
    throw new Error(`Not enough records: found ${taken.join(', ')} per class, need ${perClass}.`)
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
    made: 'node scripts/assets/sample.mjs FOLDER [SKIP]',
    coding:
      'gzip of records as in the binary version (label, then red, green and blue planes), training first; pixels as differences, see scripts/assets/sample.mjs. recordsSha256 is over the plain records; leftOut names records skipped because the copy at hand did not hold them losslessly.',
    file: OUTPUT,
    bytes: output.length,
    sha256: sha256(output),
    ...provenance,
  }
  const target = join(import.meta.dirname, '../../public')
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
    console.error('usage: node scripts/assets/sample.mjs FOLDER [SKIP]')
    process.exit(1)
  }
  await main(folder, skipList)
}
