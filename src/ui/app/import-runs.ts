import type { FiledRun } from '../../runs/files/run-file.ts'
import type { History } from '../../runs/history/history.ts'
import { COMPARE } from '../compare/texts.ts'
import type { LoadRunLibrary } from '../context/run-library-context.ts'
import { notify } from '../controls/notice.tsx'
import { goTo } from '../address/page-view.ts'
import { reasonOf } from '../../errors/reason-of.ts'
import { isolated } from '../../errors/isolated.ts'

/** Runs checked before the page can redraw. */
const READ_AT_ONCE = 20

/** Most imported runs that the charts show at first. */
const MOST_DRAWN = 4

/** Imports the runs of files and shows them; reports how many there were and which could not be read. */
export async function importRuns(files: readonly File[], load: LoadRunLibrary): Promise<void> {
  const said: string[] = []
  const drawn: string[] = []
  for (const file of files) {
    try {
      const { words, ids } = await importFile(file, load)
      said.push(words)
      drawn.push(...ids)
    } catch (error) {
      said.push(COMPARE.notImported(isolated(file.name), reasonOf(error)))
    }
  }
  notify(said.join(' '))
  if (drawn.length > 0) {
    goTo('compare', (parameters) => parameters.set('runs', drawn.slice(0, MOST_DRAWN).join(',')))
  }
}

async function importFile(
  file: File,
  load: LoadRunLibrary,
): Promise<{ words: string; ids: readonly string[] }> {
  const [{ decodeText }, { MAX_FILE_BYTES, readFiledRun, readRunFile, RunFileError }, { history }] =
    await Promise.all([
      import('../../runs/files/decode-text.ts'),
      import('../../runs/files/run-file.ts'),
      load(),
    ])
  if (file.size > MAX_FILE_BYTES) throw new RunFileError('It is too large to be a run file.')
  const values = readRunFile(decodeText(new Uint8Array(await file.arrayBuffer())))
  const progress = (done: number) => {
    if (values.length > READ_AT_ONCE)
      notify(COMPARE.importing(isolated(file.name), done, 2 * values.length))
  }
  const runs: FiledRun[] = []
  const unreadable: string[] = []
  for (const [i, value] of values.entries()) {
    const run = readFiledRun(value)
    if ('unreadable' in run) unreadable.push(run.unreadable)
    else runs.push(run)
    if ((i + 1) % READ_AT_ONCE !== 0) continue
    progress(i + 1)
    await new Promise((resolve) => setTimeout(resolve))
  }
  const { ids, added } = await history.addFiled(runs, 'file', (done) =>
    progress(values.length + done),
  )
  const words = COMPARE.imported({
    file: isolated(file.name),
    added,
    known: runs.length - added,
    unreadable,
  })
  return { words, ids }
}

/** Stores the shipped runs. */
export async function importShipped(runs: readonly FiledRun[], history: History): Promise<void> {
  await history.addFiled(runs, 'shipped')
}
