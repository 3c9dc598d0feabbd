import type { Series } from '../curves/series.ts'

/** Letters that fit beside the plot, and beside a narrow one. */
const LETTERS = { wide: 17, narrow: 8 }

/** A row's name beside its curve: "quiet heron (5)" for five seeds, or only "heron" where there is little room. */
export function curveName(
  { name, seeds }: Pick<Series, 'name' | 'seeds'>,
  narrow: boolean,
): string {
  if (narrow) return shortened(name.replace(/^\S+ (?=\S+$)/, ''), LETTERS.narrow)
  return shortened(seeds === 1 ? name : `${name} (${seeds})`, LETTERS.wide)
}

const shortened = (name: string, letters: number): string =>
  name.length <= letters ? name : `${name.slice(0, letters - 1).trimEnd()}…`
