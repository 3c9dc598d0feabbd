import { type FiledRun, readFiledRun, readRunFile } from './files/run-file.ts'

/** A file of runs shipped with the page, in the export format of Compare. */
const FILE = 'shipped-runs.json'

/** The runs shipped with the page; none if the file can't be fetched, for example offline. */
export async function loadShippedRuns(): Promise<readonly FiledRun[]> {
  const text = await fetchText(FILE)
  if (text === null) return []
  return readRunFile(text).flatMap((value) => {
    const run = readFiledRun(value)
    return 'unreadable' in run ? [] : [run]
  })
}

async function fetchText(address: string): Promise<string | null> {
  try {
    const response = await fetch(address)
    return response.ok ? await response.text() : null
  } catch (error) {
    // The error of fetch without a connection.
    if (error instanceof TypeError) return null
    throw error
  }
}
