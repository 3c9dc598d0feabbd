import { Dataset } from './dataset.ts'
import { DataError } from './error.ts'
import { fetchWithTimeout, slownessOf } from './page-files/fetch-with-timeout.ts'
import sampleUrl from '/cifar-10-sample.bin.z?url'
import { isPersistent } from './persistence.ts'
import { SAMPLE_FILE } from './sample/sample.ts'
import type { Mirror } from './source/mirror.ts'
import { MirrorSource } from './source/mirror-source.ts'
import { ServerSource } from './source/server.ts'
import type { DataStatus } from './status.ts'
import { ForgivingStore } from './store/forgiving.ts'

/** Put in by the build, see vite.config.ts. */
declare const LAB94_MIRROR: Mirror

/** The data set in the page's worker: stored in IndexedDB, fetched from the page's server or a mirror. */
export function openBrowserDataset(onStatus: (status: DataStatus) => void): Dataset {
  // A worker does not know the page's base address, which may be in any folder; the build knows where the sample is.
  const sample = new URL(sampleUrl, self.location.href)
  return new Dataset({
    openStore: () => ForgivingStore.open(),
    sources: [new ServerSource(new URL('.', sample)), new MirrorSource(LAB94_MIRROR)],
    openSample: () => fetchSample(sample),
    isPersistent,
    onStatus,
  })
}

async function fetchSample(url: URL): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  let response: Response
  try {
    response = await fetchWithTimeout(url)
  } catch (cause) {
    throw new DataError(
      `The shipped images could not be fetched.${slownessOf(cause)}`,
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
