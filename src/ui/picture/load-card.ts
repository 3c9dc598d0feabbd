import { reasonOf } from '../../errors/reason-of.ts'
import type { RunEntry } from '../../runs/history/entry.ts'
import type { Row } from '../../runs/history/rows.ts'
import { notify } from '../controls/notice.tsx'

/** Saves the card of a run, or of the seeds of a recipe; what draws it is loaded now. */
export async function loadAndSaveCard(row: Row, raced: RunEntry | null = null): Promise<void> {
  try {
    const { saveCard } = await import('./save-card.ts')
    await saveCard(row, raced)
  } catch (error) {
    notify(reasonOf(error))
  }
}
