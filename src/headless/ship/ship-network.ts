import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { constants, gzipSync } from 'node:zlib'
import { encodeRecord } from '../../../scripts/assets/encode-record.mjs'
import { fingerprintOf } from '../../data/facts/fingerprint.ts'
import { RECORD_BYTES } from '../../data/cifar10.ts'
import { IMAGE_BYTES, type Records } from '../../data/records.ts'
import type { EngineSpec, Evaluation } from '../../engine/engine.ts'
import { halfBits } from '../../model/half.ts'
import { type NamedTensor, readSafetensors, writeSafetensors } from '../../model/safetensors.ts'
import { buildNetwork } from '../../model/networks.ts'
import { presetNamed } from '../../recipe/presets.ts'
import type { NetworkRecipe } from '../../recipe/schema/network.ts'
import { trainedEngine } from '../../trainer/evaluation/trained-engine.ts'
import { viewsOf } from '../../trainer/evaluation/views.ts'
import { readWeightsFile } from '../../trainer/read-weights-file.ts'
import { writePredictions } from '../../trainer/shipped/predictions-file.ts'
import { SHIPPED_PRESET } from '../../trainer/shipped/shipped-network.ts'
import { parseOptions, ArgumentError, numberOption } from '../command-line/arguments.ts'
import { requestedDataset } from '../images/dataset.ts'
import { describeDevice } from '../device/describe-device.ts'
import { createHeadlessEngine, openHeadlessDevice } from '../device/engines.ts'
import { launcher } from '../command-line/launcher.ts'
import { writeAtomically } from '../command-line/output-file.ts'
import { runProgram } from '../command-line/program.ts'
import { firstRecords } from '../images/subset.ts'

const USAGE = `${launcher('ship-network')} --weights FILE [options]
  --weights FILE    f32 weights, written by train --weights or tools/pytorch/train.py --weights
  --data FILE|DIR   the archive, or a folder of .bin files
  --test N          evaluate only the first N test images, as a trial
Writes the page's shipped network: public/shipped-network* and src/trainer/shipped/shipped-network.json.`

const MANIFEST = 'src/trainer/shipped/shipped-network.json'
/** Smaller tensors (biases, statistics) stay in f32: they cost nothing, and statistics may exceed the range of f16. */
const LEAST_HALVED = 4096
const BATCH = 250

/** `npm run -s ship-network`: turns f32 weights into the files that the page ships. Resolves to the exit status. */
async function main(argv: readonly string[]): Promise<number> {
  const values = parseOptions(
    { weights: { type: 'string' }, data: { type: 'string' }, test: { type: 'string' } },
    argv,
  )
  if (values.weights === undefined) throw new ArgumentError('--weights FILE is missing.')
  const say = (text: string) => void process.stderr.write(`${text}\n`)
  const trained = new Uint8Array(await readFile(values.weights))
  const shipped = toF16(trained)
  const network = readWeightsFile(trained)
  requirePreset(network.recipe.network)
  const splits = await requestedDataset(values.data ?? null)
  const { test: allTest, from } = splits
  const count =
    values.test === undefined
      ? allTest.count
      : numberOption('test', values.test, { integer: true, min: 1, max: allTest.count })
  const test = firstRecords(allTest, count)
  say(`${test.count} test images from ${from}.`)
  const device = await openHeadlessDevice([])
  say(describeDevice(device))
  const evaluate = async (what: string, bytes: Uint8Array): Promise<Evaluation> => {
    const createEngine = (spec: EngineSpec) => createHeadlessEngine('wgsl', device, spec)
    const engine = await trainedEngine(createEngine, readWeightsFile(bytes), BATCH)
    await engine.load('test', test)
    const result = await engine.evaluate('test', viewsOf(network.recipe.views), 'live')
    engine.dispose()
    say(
      `${what}: ${result.correct} of ${result.count} predicted correctly, loss ${result.loss.toFixed(4)}`,
    )
    return result
  }
  const ours = await evaluate('as shipped (f16)', shipped)
  const theirs = await evaluate('as trained (f32)', trained)
  const files = {
    weights: publish('shipped-network.safetensors', shipped),
    predictions: publish(
      'shipped-network-predictions.safetensors',
      writePredictions(ours.predictions),
    ),
    mistakes: publish('shipped-network-mistakes.bin.z', codedMistakes(test, ours)),
  }
  const manifest = {
    ...files,
    trainedBy: network.writer,
    evaluatedOn: device.adapter.name ?? 'a GPU without a name',
    seed: network.seed,
    testImages: test.count,
    imagesFingerprint: await fingerprintOf(splits),
    correct: { shipped: ours.correct, trained: theirs.correct },
  }
  writeAtomically(MANIFEST, `${JSON.stringify(manifest, null, 2)}\n`)
  say(
    `Wrote ${MANIFEST} and ${Object.values(files)
      .map(({ file, bytes }) => `public/${file} (${bytes} bytes)`)
      .join(', ')}.`,
  )
  return 0
}

/** Throws if the network isn't the preset's, except for batch-norm groups, which only training uses. */
function requirePreset(network: NetworkRecipe): void {
  const layersOf = (of: NetworkRecipe) =>
    JSON.stringify(buildNetwork({ ...of, norm: { ...of.norm, groupSize: null } }))
  if (layersOf(network) !== layersOf(presetNamed(SHIPPED_PRESET).recipe.network)) {
    throw new Error(`These weights do not belong to the network of the recipe ${SHIPPED_PRESET}.`)
  }
}

/** The file with large tensors as f16, without averages unless the recipe is judged by them. */
function toF16(trained: Uint8Array): Uint8Array<ArrayBuffer> {
  const { metadata, tensors } = readSafetensors(trained)
  const network = readWeightsFile(trained)
  const shipped = Object.entries(network.tensors).map(([name, data]): [string, NamedTensor] => {
    const key = `weights/${name}`
    const halved = data.length >= LEAST_HALVED ? Uint16Array.from(data, halfBits) : data
    return [key, { shape: tensors[key].shape, data: halved }]
  })
  return writeSafetensors({ metadata, tensors: Object.fromEntries(shipped) })
}

function codedMistakes({ labels, pixels }: Records, { predictions }: Evaluation): Uint8Array {
  const wrong = [...labels.keys()].filter((image) => predictions.predicted[image] !== labels[image])
  const coded = wrong.map((image) => {
    const record = new Uint8Array(RECORD_BYTES)
    record[0] = labels[image]
    record.set(pixels.subarray(IMAGE_BYTES * image, IMAGE_BYTES * (image + 1)), 1)
    return encodeRecord(record)
  })
  return gzipSync(Buffer.concat(coded), { level: 9, strategy: constants.Z_FILTERED })
}

function publish(file: string, bytes: Uint8Array) {
  writeAtomically(join('public', file), bytes)
  return { file, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }
}

await runProgram(main, USAGE)
