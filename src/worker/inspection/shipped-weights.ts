import weightsUrl from '/shipped-network.safetensors?url'
import { fetchKnownFile } from '../../data/known-file.ts'
import { SHIPPED_NETWORK } from '../../trainer/shipped/shipped-network.ts'

/** The shipped network's weights, fetched from beside the page. A worker knows no base address; the build knows the file's. */
export const fetchShippedWeights = (): Promise<Uint8Array<ArrayBuffer>> =>
  fetchKnownFile(new URL(weightsUrl, self.location.href), SHIPPED_NETWORK.weights)
