import type * as v from 'valibot'

/** An invalid sweep file. The message names the field. */
export class SpecError extends Error {
  override readonly name = 'SpecError'

  constructor(field: string, reason: string) {
    super(field === '' ? reason : `${field}: ${reason}`)
  }
}

/** The first issue as an error that names its field, such as `variations[1].toggle.cutout`. */
export function specErrorOf([issue]: readonly [v.BaseIssue<unknown>, ...unknown[]]): SpecError {
  const keys = issue.path?.map(({ key }) => key) ?? []
  const field = keys
    .map((key, i) => (typeof key === 'number' ? `[${key}]` : `${i === 0 ? '' : '.'}${String(key)}`))
    .join('')
  return new SpecError(field, issue.message)
}

/** The message for a value that isn't an object of known fields. */
export const objectMessage = ({ expected, received }: v.StrictObjectIssue): string => {
  if (expected === 'never') return 'There is no such field.'
  return received === 'undefined' && expected !== 'Object'
    ? 'It is missing.'
    : 'It must be an object, {…}.'
}
