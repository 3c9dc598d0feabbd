// WGSL for what kernels share: declaring their buffers, and reading and writing activations stored as f16 or f32.

import type { KernelBinding, StorageType } from './kernel.ts'

/** The largest finite f16. Stores clamp to it, since an infinity would spoil every later sum. */
export const LARGEST_HALF = 65504

/** Directives of a module that declares vectors of these storage types. They come before anything else. */
export const storageDirectives = (...types: readonly StorageType[]): string =>
  types.includes('f16') ? 'enable f16;\n' : ''

/** The WGSL type of four stored channels. */
export const storedVector = (storage: StorageType): 'vec4f' | 'vec4h' =>
  storage === 'f16' ? 'vec4h' : 'vec4f'

/** A WGSL expression: four stored channels as a vec4f, or as a vec4h, which only f16 can be. */
export const loaded = (
  storage: StorageType,
  stored: string,
  vector: 'vec4f' | 'vec4h' = 'vec4f',
): string => (storedVector(storage) === vector ? stored : `${vector}(${stored})`)

/** A WGSL expression: a vec4f as it is stored, rounded to nearest and clamped to finite f16. */
export const toStored = (storage: StorageType, value: string): string =>
  storage === 'f16'
    ? `vec4h(clamp(${value}, vec4f(-${LARGEST_HALF}), vec4f(${LARGEST_HALF})))`
    : value

/**
 * WGSL `fn asStored(value: vec4f) -> vec4f`: the value after a store and a load, except for the last digits of values
 * below 2^-14. It rounds by bits, to nearest, ties to even, because drivers may skip a conversion to f16 and back.
 * (lavapipe does, and packing and unpacking gave other values there than the store.)
 */
export const storedRounding = (storage: StorageType): string =>
  storage === 'f16'
    ? `
fn asStored(value: vec4f) -> vec4f {
  let bits = bitcast<vec4u>(clamp(value, vec4f(-${LARGEST_HALF}), vec4f(${LARGEST_HALF})));
  return bitcast<vec4f>((bits + 0xfffu + ((bits >> vec4u(13)) & vec4u(1))) & vec4u(0xffffe000u));
}
`
    : `
fn asStored(value: vec4f) -> vec4f { return value; }
`

/** Bytes of the host-shareable types that kernels put in arrays. */
const ELEMENT_BYTES = {
  f32: 4,
  u32: 4,
  i32: 4,
  'atomic<u32>': 4,
  vec2u: 8,
  vec2f: 8,
  vec4h: 8,
  vec4f: 16,
  vec4u: 16,
}

export interface BufferDeclaration {
  readonly name: string
  readonly access: 'read' | 'readWrite'
  readonly element: keyof typeof ELEMENT_BYTES
  readonly count: number
}

/** Declares buffers as runtime-sized arrays of group 0, in this order, with the matching bindings for the plan. */
export function declareBuffers(buffers: readonly BufferDeclaration[]): {
  readonly code: string
  readonly bindings: readonly KernelBinding[]
} {
  const code = buffers.map(({ name, access, element }, i) => {
    const mode = access === 'read' ? 'read' : 'read_write'
    return `@group(0) @binding(${i}) var<storage, ${mode}> ${name}: array<${element}>;\n`
  })
  const bindings = buffers.map(({ name, access, element, count }) => ({
    name,
    access,
    bytes: count * ELEMENT_BYTES[element],
  }))
  return { code: code.join(''), bindings }
}
