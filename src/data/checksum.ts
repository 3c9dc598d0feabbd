import { DataError } from './error.ts'

/** SHA-256 in lower-case hexadecimal. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  // Typed as always defined, but missing on pages served over plain http.
  const subtle: SubtleCrypto | undefined = globalThis.crypto.subtle
  if (subtle === undefined) {
    throw new DataError(
      'The data cannot be checked here: browsers compute checksums only on secure pages.',
      'Open this page over https, or on this computer through http://localhost.',
    )
  }
  const digest = new Uint8Array(await subtle.digest('SHA-256', bytes))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
