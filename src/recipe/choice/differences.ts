import { isBranch } from '../paths.ts'
import type { Recipe } from '../recipe.ts'

export interface Difference {
  /** The field, such as `augmentation.cutout`. */
  readonly path: string
  /** Undefined if the recipe has no such field, such as `averaging.rho` without averaging. */
  readonly from: unknown
  readonly to: unknown
}

/** The fields in which two recipes differ, in the recipe's order. A list, such as a schedule's knots, is one value. */
export const differences = (from: Recipe, to: Recipe): readonly Difference[] =>
  differencesAt('', from, to)

function differencesAt(path: string, from: unknown, to: unknown): readonly Difference[] {
  if (isBranch(from) && isBranch(to)) {
    const keys = new Set([...Object.keys(from), ...Object.keys(to)])
    return [...keys].flatMap((key) =>
      differencesAt(path === '' ? key : `${path}.${key}`, from[key], to[key]),
    )
  }
  return JSON.stringify(from) === JSON.stringify(to) ? [] : [{ path, from, to }]
}
