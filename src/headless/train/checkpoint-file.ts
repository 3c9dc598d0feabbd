import { createHash } from 'node:crypto'
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs'
import * as v from 'valibot'
import { type NamedTensor, readSafetensors, writeSafetensors } from '../../model/safetensors.ts'
import type { Checkpoint } from '../../trainer/recovery/checkpoint.ts'
import type { TrainerEvent } from '../../trainer/events.ts'
import { writeAtomically } from '../command-line/output-file.ts'
import { reasonOf } from '../../errors/reason-of.ts'

const FORMAT = 'lab94-checkpoint-1'

const count = v.pipe(v.number(), v.integer(), v.minValue(0))
const seconds = v.pipe(v.number(), v.minValue(0))

const StateSchema = v.object({
  format: v.literal(FORMAT),
  /** The identity of a run: recipe, seed, engine and images. */
  run: v.record(v.string(), v.string()),
  /** How its engine was built, to rebuild it the same way. */
  build: v.object({
    batchSize: count,
    precision: v.picklist(['f16', 'f32']),
    microBatches: count,
    tiles: v.record(v.string(), v.record(v.string(), v.string())),
  }),
  step: count,
  writer: v.string(),
  trainSeconds: seconds,
  wallSeconds: seconds,
  augmentSeconds: v.exactOptional(seconds),
  /** CPU time of all processes that trained the run. */
  processorSeconds: seconds,
  epochSteps: v.array(
    v.object({ step: count, loss: v.number(), accuracy: v.number(), rate: v.number() }),
  ),
  rateFactor: v.number(),
  events: v.array(
    v.custom<TrainerEvent>((event) => v.is(v.looseObject({ type: v.string() }), event)),
  ),
})

type State = v.InferOutput<typeof StateSchema>

/** A run in a file: its checkpoint, its identity, and the events so far. */
export interface CheckpointFileContent extends Pick<
  State,
  'run' | 'build' | 'processorSeconds' | 'events'
> {
  readonly checkpoint: Checkpoint
}

/** Path of the previous checkpoint. */
const previousOf = (path: string) => `${path}.previous`

/** Writes a run's checkpoint; the last one becomes the previous one. Throws if writing fails. */
export function writeCheckpoint(path: string, saved: CheckpointFileContent): void {
  const { checkpoint, ...rest } = saved
  const { snapshot, ...progress } = checkpoint
  const { step, writer } = snapshot
  const state = JSON.stringify({ format: FORMAT, ...rest, step, writer, ...progress })
  const tensors: Record<string, NamedTensor> = {}
  for (const [name, data] of Object.entries(snapshot.tensors)) {
    tensors[name] = { shape: [data.length], data }
  }
  const sha256 = checksum(state, tensors)
  const bytes = writeSafetensors({ tensors, metadata: { state, sha256 } })
  if (existsSync(path)) renameSync(path, previousOf(path))
  writeAtomically(path, bytes)
}

/** Deletes a run's checkpoints, if any. */
export function removeCheckpoint(path: string): void {
  for (const file of [path, previousOf(path)]) rmSync(file, { force: true })
}

/** The newest valid checkpoint; null if none. `warn` is called for a damaged one. Throws if all are damaged. */
export function readCheckpoint(
  path: string,
  warn: (message: string) => void,
): CheckpointFileContent | null {
  const found = [path, previousOf(path)].filter((file) => existsSync(file))
  for (const file of found) {
    try {
      return parseCheckpoint(readFileSync(file))
    } catch (error) {
      warn(`${file} is damaged: ${reasonOf(error)}`)
    }
  }
  if (found.length === 0) return null
  throw new Error(
    `No checkpoint at ${path} can be read. Remove it to start the run from its first step.`,
  )
}

function parseCheckpoint(bytes: Uint8Array): CheckpointFileContent {
  const { tensors, metadata } = readSafetensors(bytes)
  const text = metadata.state ?? ''
  if (checksum(text, tensors) !== metadata.sha256) throw new Error('its checksum is wrong.')
  const state = v.parse(StateSchema, JSON.parse(text))
  const { run, build, processorSeconds, events, step, writer, format: _, ...progress } = state
  const floats: Record<string, Float32Array> = {}
  for (const [name, { data }] of Object.entries(tensors)) {
    if (!(data instanceof Float32Array)) throw new Error(`its tensor "${name}" is not f32.`)
    floats[name] = data
  }
  const checkpoint = { ...progress, snapshot: { step, writer, tensors: floats } }
  return { run, build, processorSeconds, events, checkpoint }
}

function checksum(state: string, tensors: Readonly<Record<string, NamedTensor>>): string {
  const hash = createHash('sha256').update(state)
  for (const [name, { data }] of Object.entries(tensors)) {
    hash.update(name).update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
  }
  return hash.digest('hex')
}
