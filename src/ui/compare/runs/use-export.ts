import type { RunEntry } from '../../../runs/history/entry.ts'
import { useRunLibrary } from '../../context/run-library-context.ts'
import { saveFile } from '../../controls/copy.ts'

interface Export {
  /** Saves runs as files; `name` is the file's, without its ending. */
  readonly json: (entries: readonly RunEntry[], name: string) => Promise<void>
  readonly csv: (entries: readonly RunEntry[], name: string) => Promise<void>
}

/** Saves runs as files. */
export function useExport(): Export {
  const { history } = useRunLibrary()
  const whole = (entries: readonly RunEntry[]) =>
    Promise.all(
      entries.map(async (entry) => ({ entry, steps: (await history.whole(entry)).steps })),
    )
  return {
    async json(entries, name) {
      const { writeRunFile } = await import('../../../runs/files/run-file.ts')
      const text = writeRunFile(await whole(entries))
      saveFile(`${fileName(name)}.json`, new Blob([text], { type: 'application/json' }))
    },
    async csv(entries, name) {
      const { writeRunCsv } = await import('../../../runs/files/run-file.ts')
      const text = writeRunCsv(await whole(entries))
      saveFile(`${fileName(name)}.csv`, new Blob([text], { type: 'text/csv' }))
    },
  }
}

/** A name that is valid on every file system. */
const fileName = (name: string): string =>
  `lab94 ${name}`.replaceAll(/[^\p{Letter}\p{Number} _-]/gu, '').replaceAll(/\s+/g, '-')
