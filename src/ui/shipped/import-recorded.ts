import type { LoadRunLibrary } from '../context/run-library-context.ts'

/** Adds the shipped runs to the visitor's; returns their ids. */
export async function importRecordedRuns(load: LoadRunLibrary): Promise<readonly string[]> {
  const [{ loadShippedRuns }, { history }] = await Promise.all([
    import('../../runs/shipped.ts'),
    load(),
  ])
  const { ids } = await history.addFiled(await loadShippedRuns(), 'shipped')
  return ids
}
