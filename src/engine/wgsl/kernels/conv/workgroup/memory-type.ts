import type { WorkgroupTile } from '../conv-tiles.ts'

/** How four values are laid out in workgroup memory: operands of a product, and f32 values. */
export interface MemoryType {
  readonly type: 'vec4f' | 'vec2u' | 'vec4h'
  readonly bytes: number
  /** What operands are multiplied as. */
  readonly operand: 'vec4f' | 'vec4h'
  /** WGSL functions that `put` and `take` call. */
  readonly functions: string
  /** WGSL: converts an operand from vec4f to its stored form, and back. */
  readonly put: (value: string) => string
  readonly take: (stored: string) => string
  /** How many of them hold a vec4f; null if none does, and f32 values need their own arrays. */
  readonly perVec4f: 1 | 2 | null
  /** WGSL: writes a vec4f to index `at` of a reused tile array, and reads it. */
  readonly putVec4f: (array: string, at: string, value: string) => string
  readonly takeVec4f: (array: string, at: string) => string
}

const F32: MemoryType = {
  type: 'vec4f',
  bytes: 16,
  operand: 'vec4f',
  functions: '',
  put: (value) => value,
  take: (stored) => stored,
  perVec4f: 1,
  putVec4f: (array, at, value) => `${array}[${at}] = ${value};`,
  takeVec4f: (array, at) => `${array}[${at}]`,
}

/**
 * f16 values are stored as bits, so that the same memory can hold f32 once the operands aren't needed. They are packed
 * rather than bitcast from vec4h, which naga (29.0, in Firefox and Deno) takes for four u16: "automatic conversions
 * cannot convert elements of vec4 to u32" (https://github.com/gfx-rs/wgpu/issues/4403). Operands are stored in f16, so
 * packing does not round.
 */
export const PACKED_F16: MemoryType = {
  type: 'vec2u',
  bytes: 8,
  operand: 'vec4f',
  functions: `
fn packed(value: vec4f) -> vec2u {
  return vec2u(pack2x16float(value.xy), pack2x16float(value.zw));
}
fn unpacked(bits: vec2u) -> vec4f {
  return vec4f(unpack2x16float(bits.x), unpack2x16float(bits.y));
}
`,
  put: (value) => `packed(${value})`,
  take: (stored) => `unpacked(${stored})`,
  perVec4f: 2,
  putVec4f: (array, at, value) =>
    `${array}[2u * (${at})] = bitcast<vec2u>(${value}.xy); ${array}[2u * (${at}) + 1u] = bitcast<vec2u>(${value}.zw);`,
  takeVec4f: (array, at) =>
    `vec4f(bitcast<vec2f>(${array}[2u * (${at})]), bitcast<vec2f>(${array}[2u * (${at}) + 1u]))`,
}

/** For f16 products, operands aren't packed: not every compiler would remove the unpacking. */
const F16: MemoryType = {
  type: 'vec4h',
  bytes: 8,
  operand: 'vec4h',
  functions: '',
  put: (value) => `vec4h(${value})`,
  take: (stored) => stored,
  perVec4f: null,
  putVec4f: (array, at, value) => `${array}Sums[${at}] = ${value};`,
  takeVec4f: (array, at) => `${array}Sums[${at}]`,
}

export const memoryType = ({ f16Operands, f16Products }: WorkgroupTile): MemoryType =>
  f16Products ? F16 : f16Operands ? PACKED_F16 : F32
