import weightsUrl from '/shipped-network.safetensors?url'
import { fetchKnownFile } from '../../data/page-files/known-file.ts'
import { SHIPPED_NETWORK } from '../../trainer/shipped/shipped-network.ts'

/** Fetches the shipped network's weights. A worker has no base address, so the build supplies the file's. */
export const fetchShippedWeights = (): Promise<Uint8Array<ArrayBuffer>> =>
  fetchKnownFile(new URL(weightsUrl, self.location.href), SHIPPED_NETWORK.weights)
