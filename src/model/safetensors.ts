// The safetensors format: a little-endian u64 with the header's length, the header (JSON), then the tensors' bytes.
// Source: https://huggingface.co/docs/safetensors (format). Data here is little-endian, as on every machine with WebGPU.

import * as v from 'valibot'

/** A Uint16Array holds f16 bits. */
export type TensorData = Float32Array | Float64Array | Uint8Array | Uint16Array | Uint32Array

export interface NamedTensor {
  /** Row-major. */
  readonly shape: readonly number[]
  readonly data: TensorData
}

export interface TensorFile {
  readonly tensors: Readonly<Record<string, NamedTensor>>
  /** Free text by name. */
  readonly metadata: Readonly<Record<string, string>>
}

const ARRAYS = {
  F16: Uint16Array,
  F32: Float32Array,
  F64: Float64Array,
  U8: Uint8Array,
  U32: Uint32Array,
} as const
type TensorType = keyof typeof ARRAYS

const METADATA = '__metadata__'
const LENGTH_BYTES = 8
/** Where the tensors start: a multiple of this, so that they can be mapped into memory. */
const ALIGNMENT = 8

const Size = v.pipe(v.number(), v.integer(), v.minValue(0))
const HeaderSchema = v.objectWithRest(
  { [METADATA]: v.optional(v.record(v.string(), v.string()), {}) },
  v.object({
    dtype: v.picklist(['F16', 'F32', 'F64', 'U8', 'U32']),
    shape: v.array(Size),
    data_offsets: v.tuple([Size, Size]),
  }),
)

/** A file that cannot be read, and why. */
export class TensorFileError extends Error {
  override readonly name = 'TensorFileError'
}

/**
 * Reads a file's bytes. Throws a TensorFileError if they are truncated, damaged, or hold a type other than F16, F32,
 * F64, U8 and U32.
 */
export function readSafetensors(bytes: Uint8Array): TensorFile {
  const fail = (what: string): never => {
    throw new TensorFileError(`This is not a complete safetensors file: ${what}.`)
  }
  if (bytes.length < LENGTH_BYTES) fail(`it has only ${bytes.length} bytes`)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const start = LENGTH_BYTES + Number(view.getBigUint64(0, true))
  if (start > bytes.length) fail('its header is truncated')
  const result = v.safeParse(HeaderSchema, parseHeader(bytes.subarray(LENGTH_BYTES, start)))
  if (!result.success) return fail(`its header is wrong (${v.summarize(result.issues)})`)
  const { [METADATA]: metadata, ...entries } = result.output
  // Tensors that share bytes could demand any amount of memory: each is copied.
  const claimed = Object.values(entries).reduce(
    (sum, { data_offsets: [from, to] }) => sum + to - from,
    0,
  )
  if (claimed > bytes.length - start) fail('its tensors overlap or are truncated')
  const tensors = Object.entries(entries).map(([name, { dtype, shape, data_offsets }]) => {
    const [from, to] = data_offsets
    const length = shape.reduce((product, side) => product * side, 1)
    if (to - from !== length * ARRAYS[dtype].BYTES_PER_ELEMENT || start + to > bytes.length) {
      fail(`"${name}" is truncated, or its size does not match its shape`)
    }
    // A copy, for alignment. Not `slice`, which on Node's Buffer shares the memory.
    const copy = new Uint8Array(bytes.subarray(start + from, start + to))
    return [name, { shape, data: new ARRAYS[dtype](copy.buffer) }] as const
  })
  return { tensors: Object.fromEntries(tensors), metadata }
}

function parseHeader(header: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(header))
  } catch {
    return null
  }
}

/** The bytes of a file with these tensors, in this order. Throws if data and shape differ in size. */
export function writeSafetensors({ tensors, metadata }: TensorFile): Uint8Array<ArrayBuffer> {
  let end = 0
  const entries = Object.entries(tensors).map(([name, { shape, data }]) => {
    const length = shape.reduce((product, side) => product * side, 1)
    if (data.length !== length) {
      throw new RangeError(`"${name}" has ${data.length} elements, but its shape needs ${length}.`)
    }
    const from = end
    end += data.byteLength
    return [name, { dtype: typeOf(data), shape, data_offsets: [from, end] }] as const
  })
  const described = Object.keys(metadata).length === 0 ? [] : [[METADATA, metadata] as const]
  const json = JSON.stringify(Object.fromEntries([...described, ...entries]))
  const encoded = new TextEncoder().encode(json)
  const padding = (ALIGNMENT - ((LENGTH_BYTES + encoded.length) % ALIGNMENT)) % ALIGNMENT
  const start = LENGTH_BYTES + encoded.length + padding
  const bytes = new Uint8Array(start + end)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(start - LENGTH_BYTES), true)
  bytes.set(encoded, LENGTH_BYTES)
  bytes.fill(' '.charCodeAt(0), start - padding, start)
  let at = start
  for (const { data } of Object.values(tensors)) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at)
    at += data.byteLength
  }
  return bytes
}

function typeOf(data: TensorData): TensorType {
  if (data instanceof Float32Array) return 'F32'
  if (data instanceof Float64Array) return 'F64'
  if (data instanceof Uint16Array) return 'F16'
  return data instanceof Uint8Array ? 'U8' : 'U32'
}
