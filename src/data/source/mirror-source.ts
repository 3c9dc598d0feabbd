import { DATA_FILES } from '../cifar10.ts'
import type { Mirror } from './mirror.ts'
import type { Offer, OfferedFile, Preview, Source } from './source.ts'

/** A mirror of the data set as parquet files. No requests are made before its files are needed. */
export class MirrorSource implements Source {
  readonly kind = 'mirror'
  readonly files: readonly OfferedFile[]
  readonly title: string

  constructor(mirror: Mirror) {
    this.title = mirror.name
    this.files = [offered('train', mirror.train), offered('test', mirror.test)]
  }

  async look(): Promise<Preview> {
    const bytes = this.files.reduce((sum, file) => sum + file.bytes, 0)
    return { name: this.title, bytes, sampleUrl: this.files[0].url }
  }

  async open(): Promise<Offer> {
    return { name: this.title, files: this.files }
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
      const { unpackParquet } = await import('../parquet/unpack.ts')
      yield* unpackParquet({ name, bytes, batches: holds }, onRecords)
    },
  }
}
