import * as v from 'valibot'

/** The stored fields of a run that the checksum covers. */
interface Stored {
  readonly checkpoint: {
    readonly snapshot: { readonly tensors: Readonly<Record<string, Float32Array>> }
  }
}

export const ChecksummedSchema: v.GenericSchema<Stored> = v.looseObject({
  checkpoint: v.looseObject({
    snapshot: v.looseObject({ tensors: v.record(v.string(), v.instance(Float32Array)) }),
  }),
})

/**
 * SHA-256 of a stored run, in lower-case hexadecimal, over the digests of its tensors in the order of their names and
 * everything else as JSON. Null on insecure pages, where the browser has no checksums.
 */
export async function runChecksum({ checkpoint, ...rest }: Stored): Promise<string | null> {
  // Its type claims that it is always defined.
  const subtle: SubtleCrypto | undefined = globalThis.crypto.subtle
  if (subtle === undefined) return null
  const { snapshot, ...state } = checkpoint
  const { tensors, ...about } = snapshot
  const names = Object.keys(tensors).sort()
  const described = JSON.stringify([rest, state, about, names])
  const parts = await Promise.all([
    subtle.digest('SHA-256', new TextEncoder().encode(described)),
    ...names.map((name) => subtle.digest('SHA-256', new Float32Array(tensors[name]))),
  ])
  const digests = new Uint8Array(await new Blob(parts).arrayBuffer())
  const digest = new Uint8Array(await subtle.digest('SHA-256', digests))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
