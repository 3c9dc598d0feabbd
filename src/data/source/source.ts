import type { DataFileName } from '../cifar10.ts'
import type { SourceKind } from '../status.ts'

/** Something the six files can be fetched from: this page's server; later a mirror that sends CORS headers. */
export interface Source {
  readonly kind: SourceKind
  /** What it has, without starting anything; null where it has nothing to offer here. */
  look(signal: AbortSignal): Promise<Preview | null>
  /**
   * Lists the files once they can be fetched; `report` hears how far that is where it takes a while. Throws DataError.
   */
  open(signal: AbortSignal, report: (progress: Preparation) => void): Promise<Offer>
}

export interface Preview {
  /** For people. */
  readonly name: string
  readonly bytes: number
}

export interface Preparation extends Preview {
  readonly bytesDone: number
}

export interface Offer {
  readonly name: string
  readonly files: readonly OfferedFile[]
}

export interface OfferedFile {
  readonly name: DataFileName
  readonly url: string
  readonly bytes: number
  /** What a transfer is checked against. */
  readonly sha256: string
}
