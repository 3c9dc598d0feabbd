import { Dataset } from './dataset.ts'
import { DataError } from './error.ts'
import { SAMPLE_FILE } from './sample/sample.ts'
import { ServerSource } from './source/server.ts'
import type { DataStatus } from './status.ts'
import { ForgivingStore } from './store/forgiving.ts'

/** The data set as a worker of the page has it: kept in IndexedDB, fetched from the page's own server. */
export function openBrowserDataset(onStatus: (status: DataStatus) => void): Dataset {
  const base = new URL(import.meta.env.BASE_URL, self.location.origin)
  return new Dataset({
    openStore: () => ForgivingStore.open(),
    sources: [new ServerSource(base)],
    openSample: () => fetchSample(new URL(SAMPLE_FILE, base)),
    isPersistent,
    onStatus,
  })
}

async function isPersistent(): Promise<boolean> {
  // Typed as always there; pages that came over plain http have none.
  const storage: StorageManager | undefined = navigator.storage
  return storage === undefined ? false : storage.persisted()
}

async function fetchSample(url: URL): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  let response: Response
  try {
    response = await fetch(url)
  } catch (cause) {
    throw new DataError(
      'The shipped images could not be fetched.',
      'Check that the server of this page is still running, and try again.',
      { cause },
    )
  }
  const isPage = response.headers.get('content-type')?.startsWith('text/html') ?? false
  if (!response.ok || isPage || !response.body) {
    throw new DataError(
      `${SAMPLE_FILE} is missing on the server of this page.`,
      'This copy of lab94 is incomplete: build it again.',
    )
  }
  return response.body
}
