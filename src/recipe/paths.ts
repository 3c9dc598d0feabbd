import type { Recipe } from './recipe.ts'

type PathsOf<T> = T extends readonly unknown[]
  ? never
  : T extends object
    ? { [K in keyof T & string]: K | `${K}.${PathsOf<T[K]>}` }[keyof T & string]
    : never

/** A field of a recipe, such as `optimiser.momentum`, or a part of it, such as `optimiser`. */
export type RecipePath = PathsOf<Recipe>

/** Whether a field is `within` or inside it. */
export const isWithin = (path: string, within: string): boolean =>
  path === within || path.startsWith(`${within}.`)

/** The value at a path; undefined if there is none. */
export function valueAt(target: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (at, key) => (isBranch(at) && Object.hasOwn(at, key) ? at[key] : undefined),
      target,
    )
}

/** A copy with one field set. Throws a RangeError that names the path if there is no such field. */
export function withValueAt(target: unknown, path: string, value: unknown): unknown {
  return setIn(target, path.split('.'), value, path)
}

function setIn(target: unknown, keys: readonly string[], value: unknown, path: string): unknown {
  const [key, ...rest] = keys
  if (!isBranch(target) || !Object.hasOwn(target, key)) {
    throw new RangeError(`This recipe has no field "${path}".`)
  }
  const entries = Object.entries(target).map(([name, old]): [string, unknown] => [
    name,
    name !== key ? old : rest.length === 0 ? value : setIn(old, rest, value, path),
  ])
  return Object.fromEntries(entries)
}

/** Whether a value has fields; a list, such as a schedule's knots, is one value. */
export const isBranch = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
