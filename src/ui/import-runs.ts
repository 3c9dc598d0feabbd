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
    const ids: string[] = []
    for (const { name, star, note, record, steps } of read.runs) {
      const known = history.has({ record, steps })
      const { id } = await history.add({ record, steps }, 'file')
      ids.push(id)
      if (known) continue
      await history.rename(id, name)
      if (star) await history.setStar(id, true)
      if (note !== '') await history.setNote(id, note)
    }
    notify(COMPARE.imported(ids.length, read.unreadable))
    if (ids.length > 0) {
      goTo('compare', (parameters) => parameters.set('runs', ids.slice(0, 4).join(',')))
    }
  }
}
