import type { KernelBinding } from './kernel.ts'

/** Bytes of the types a uniform's fields may have. */
const FIELD_BYTES = { u32: 4, f32: 4 }

/** Declares a uniform struct of scalars as binding `index` of group 0, with the matching binding for the plan. */
export function declareUniform(
  index: number,
  name: string,
  fields: Readonly<Record<string, keyof typeof FIELD_BYTES>>,
): { readonly code: string; readonly binding: KernelBinding } {
  const members = Object.entries(fields).map(([field, type]) => `${field}: ${type}`)
  const bytes = Object.values(fields).reduce((sum, type) => sum + FIELD_BYTES[type], 0)
  const structure = name.charAt(0).toUpperCase() + name.slice(1)
  return {
    code: `struct ${structure} { ${members.join(', ')} }
@group(0) @binding(${index}) var<uniform> ${name}: ${structure};\n`,
    binding: { name, access: 'uniform', bytes },
  }
}
