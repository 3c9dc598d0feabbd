import type { Series } from '../curves/series.ts'

type Named = Pick<Series, 'name' | 'seeds'>

/** Letters that fit beside a wide plot, and beside a narrow one. */
const LETTERS = { wide: 17, narrow: 8 }
const TWO_WORDS = /^(\S+) (\S+)$/

/**
 * The rows' names beside their curves: "quiet heron (5)" for five seeds, or only "heron" where there is little room.
 * Where names would look alike, these have their other word, or their end.
 */
export function curveNames(rows: readonly Named[], narrow: boolean): string[] {
  const letters = narrow ? LETTERS.narrow : LETTERS.wide
  const beginnings = rows.map((row) => {
    const name = narrow ? row.name.replace(TWO_WORDS, '$2') : withSeeds(row)
    return name.length <= letters ? name : `${name.slice(0, letters - 1).trimEnd()}…`
  })
  return beginnings.map((name, i) => {
    if (beginnings.indexOf(name) === beginnings.lastIndexOf(name)) return name
    const other = narrow ? rows[i].name.replace(TWO_WORDS, '$1') : withSeeds(rows[i])
    return other.length <= letters ? other : `…${other.slice(1 - letters).trimStart()}`
  })
}

const withSeeds = ({ name, seeds }: Named): string => (seeds === 1 ? name : `${name} (${seeds})`)
