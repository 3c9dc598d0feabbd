import { DamagedBytes } from './bytes.ts'

export async function deflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate-raw'))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}

/** The unpacked bytes. Throws DamagedBytes if there are more than `most`, or the packed ones are truncated. */
export async function inflate(
  packed: Uint8Array<ArrayBuffer>,
  most: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const reader = new Blob([packed])
    .stream()
    .pipeThrough(new DecompressionStream('deflate-raw'))
    .getReader()
  const unpacked = new Uint8Array(most)
  let length = 0
  for (;;) {
    const piece = await reader.read().catch((cause: unknown) => {
      throw new DamagedBytes('The packed bytes are damaged.', { cause })
    })
    if (piece.done) return unpacked.slice(0, length)
    if (length + piece.value.length > most) {
      await reader.cancel()
      throw new DamagedBytes(`The packed bytes hold more than ${most}.`)
    }
    unpacked.set(piece.value, length)
    length += piece.value.length
  }
}
