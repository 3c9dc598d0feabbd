import { type Row, newestBySeed } from '../../runs/history/rows.ts'
import { type Address, linkedSeeds, shortLinkTo } from '../address/link-to.ts'
import { qrModules } from './qr-code.ts'

/** A QR code, and how many seeds its link opens. */
export interface CardCode {
  readonly modules: readonly (readonly boolean[])[]
  readonly seeds: number
}

/** The code of all seeds, or of the newest if all are too much for a code; null if there is none. */
export async function codeFor(row: Row, address: Address = location): Promise<CardCode | null> {
  const linked = linkedSeeds(row)
  // A link to only some of the seeds would open another mean than the card's.
  const all = linked.length < newestBySeed(row).length ? [] : [linked]
  for (const entries of [...all, [row.entries[0]]]) {
    const link = await shortLinkTo(
      entries.map(({ record }) => record),
      address,
    )
    const modules = link === null ? null : qrModules(link)
    if (modules !== null) return { modules, seeds: entries.length }
  }
  return null
}
