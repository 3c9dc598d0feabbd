import { DATA_FILES } from '../cifar10.ts'
import type { Mirror } from './mirror.ts'
import type { Offer, OfferedFile, Preview, Source } from './source.ts'

/** A mirror of the data set as parquet files. Nothing is asked of it before its files are wanted. */
export class MirrorSource implements Source {
  readonly kind = 'mirror'
  readonly files: readonly OfferedFile[]
  readonly #name: string

  constructor(mirror: Mirror) {
    this.#name = mirror.name
    this.files = [offered('train', mirror.train), offered('test', mirror.test)]
  }

  async look(): Promise<Preview> {
    return { name: this.#name, bytes: this.files.reduce((sum, { bytes }) => sum + bytes, 0) }
  }

  async open(): Promise<Offer> {
    return { name: this.#name, files: this.files }
  }
}

function offered(split: 'train' | 'test', file: Mirror['train']): OfferedFile {
  const name = `${split}.parquet` as const
  const holds = DATA_FILES.filter((entry) => entry.split === split).map((entry) => entry.name)
  return {
    ...file,
    name,
    holds,
    pinned: true,
    async *unpack(bytes, onRecords) {
      const { readParquet } = await import('../format/parquet.ts')
      yield* readParquet(name, bytes, holds, onRecords)
    },
  }
}
