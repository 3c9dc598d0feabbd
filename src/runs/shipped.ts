import { type FiledRun, readRunFile } from './files/run-file.ts'

/** A file of runs, as Compare exports them, that lies beside the page. */
const FILE = 'shipped-runs.json'

/** The runs that come with the page; none where the file is not to be had, as without a network. */
export async function loadShippedRuns(): Promise<readonly FiledRun[]> {
  const text = await fetchText(FILE)
  return text === null ? [] : (readRunFile(text)?.runs ?? [])
}

async function fetchText(address: string): Promise<string | null> {
  try {
    const response = await fetch(address)
    return response.ok ? await response.text() : null
  } catch (error) {
    // What fetch throws where it reaches nobody.
    if (error instanceof TypeError) return null
    throw error
  }
}
