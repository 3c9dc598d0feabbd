/** A value as JSON with its keys in order, so that equal values give equal text. */
export const canonicalJson = (value: unknown): string => JSON.stringify(value, inOrder)

function inOrder(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}

const FNV_OFFSET = 0xcbf29ce484222325n
const FNV_PRIME = 0x100000001b3n

/**
 * The 64-bit FNV-1a hash of bytes as 16 hex digits. It isn't cryptographic, but unlike the browser's SHA-256 it is
 * available on plain http.
 */
export function fingerprint(bytes: Uint8Array): string {
  const hash = bytes.reduce(
    (state, byte) => BigInt.asUintN(64, (state ^ BigInt(byte)) * FNV_PRIME),
    FNV_OFFSET,
  )
  return hash.toString(16).padStart(16, '0')
}
