import { open, type FileHandle } from 'node:fs/promises'

const CHUNK_BYTES = 1 << 18

/** A file as a web stream, which all parsing here works on. */
export function fileStream(path: string): ReadableStream<Uint8Array<ArrayBuffer>> {
  let file: FileHandle
  return new ReadableStream({
    async start() {
      file = await open(path)
    },
    async pull(controller) {
      const chunk = new Uint8Array(CHUNK_BYTES)
      const { bytesRead } = await file.read(chunk)
      if (bytesRead > 0) return controller.enqueue(chunk.subarray(0, bytesRead))
      await file.close()
      controller.close()
    },
    async cancel() {
      await file.close()
    },
  })
}
