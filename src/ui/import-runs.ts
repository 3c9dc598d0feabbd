import type { FiledRun } from '../runs/files/run-file.ts'
import type { History } from '../runs/history/history.ts'
import { COMPARE } from './compare/texts.ts'
import type { LoadKeeping } from './keeping-context.ts'
import { notify } from './notice.tsx'
import { goTo } from './place.ts'

/** Larger files are no files of runs. */
const MOST_BYTES = 200 * 2 ** 20

/** Keeps the runs of files and shows them; says how many there were. */
export async function importRuns(files: readonly File[], load: LoadKeeping): Promise<void> {
  const [{ readRunFile }, { history }] = await Promise.all([
    import('../runs/files/run-file.ts'),
    load(),
  ])
  for (const file of files) {
    const read = file.size > MOST_BYTES ? null : readRunFile(await file.text())
    if (read === null) {
      notify(COMPARE.noRuns(file.name))
      continue
    }
    const ids = await keepFiled(read.runs, 'file', history)
    notify(COMPARE.imported(ids.length, read.unreadable))
    if (ids.length > 0) {
      goTo('compare', (parameters) => parameters.set('runs', ids.slice(0, 4).join(',')))
    }
  }
}

/** Keeps runs out of a file with what is said of them, but for those that are here already. Returns the ids of all. */
export async function keepFiled(
  runs: readonly FiledRun[],
  origin: 'file' | 'shipped',
  history: History,
): Promise<string[]> {
  const ids: string[] = []
  for (const { name, star, note, record, steps } of runs) {
    const known = history.has({ record, steps })
    const { id } = await history.add({ record, steps }, origin)
    ids.push(id)
    if (known) continue
    await history.rename(id, name)
    if (star) await history.setStar(id, true)
    if (note !== '') await history.setNote(id, note)
  }
  return ids
}
