/**
 * A reviver for `JSON.parse` that reads -0 as 0. JSON can read -0 but writes 0, so a recipe with it would differ from
 * its own link or file.
 */
export const positiveZero = (_key: string, value: unknown): unknown => (value === 0 ? 0 : value)
