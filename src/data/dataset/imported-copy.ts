import { type DataFileName, splitOf } from '../cifar10.ts'
import { DataError } from '../error.ts'
import type { Splits } from '../split.ts'
import type { StoredFile } from '../status.ts'
import type { DataStore } from '../store/store.ts'

interface Batch {
  readonly file: StoredFile
  readonly bytes: Uint8Array<ArrayBuffer>
}

/**
 * The batches that were chosen together: one copy of CIFAR-10, or a part of one. Batches of two copies may hold the same
 * images in another order, so those of a split are stored only if they replace all of its stored batches, or if both are
 * the official ones.
 */
export class ImportedCopy {
  readonly #store: DataStore
  readonly #brought = new Map<DataFileName, StoredFile>()
  /** Batches stored already. */
  readonly #written = new Set<DataFileName>()
  /** Batches that would replace or mix with stored ones; decided at the end. */
  readonly #held = new Map<DataFileName, Batch>()

  constructor(store: DataStore) {
    this.#store = store
  }

  has(name: DataFileName): boolean {
    return this.#brought.has(name)
  }

  /** Adds a batch, and stores it at once if it doesn't replace or mix with stored ones. Throws DataError. */
  async add(file: StoredFile, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const { name, sha256 } = file
    const twin = this.#brought.get(name)
    if (twin?.sha256 === sha256) return
    if (twin !== undefined) {
      throw new DataError(
        `${name} was chosen twice, with different images.`,
        'Choose the files of one copy of CIFAR-10.',
      )
    }
    this.#brought.set(name, file)
    const stored = await this.#store.list()
    const present = stored.find((other) => other.name === name)
    if (present?.sha256 === sha256) return
    if (present === undefined && this.#fits(splitOf(name), stored))
      await this.#write({ file, bytes })
    else this.#held.set(name, { file, bytes })
  }

  /** Drops batches of a damaged archive, except those with an official checksum. */
  async giveUp(names: readonly DataFileName[]): Promise<void> {
    for (const name of names) {
      if (this.#brought.get(name)?.official === true) continue
      this.#brought.delete(name)
      this.#held.delete(name)
      if (this.#written.delete(name)) await this.#store.remove(name)
    }
  }

  /** Stores deferred batches. Throws a DataError that names batches which would mix with others. */
  async settle(): Promise<void> {
    const refused: DataFileName[] = []
    for (const split of ['train', 'test'] as const) {
      const held = [...this.#held.values()].filter(({ file }) => splitOf(file.name) === split)
      if (!this.#fits(split, await this.#store.list())) {
        refused.push(...held.map(({ file }) => file.name))
        continue
      }
      // First, so that a tab closed half-way leaves no whole split of two copies.
      for (const { file } of held) await this.#store.remove(file.name)
      for (const batch of held) await this.#write(batch)
    }
    this.#held.clear()
    if (refused.length > 0) throw mixing(refused)
  }

  async #write({ file, bytes }: Batch): Promise<void> {
    await this.#store.write(file, bytes)
    this.#written.add(file.name)
  }

  /** Whether new batches of a split can be stored next to the existing ones. */
  #fits(split: keyof Splits, stored: readonly StoredFile[]): boolean {
    const ofSplit = ({ name }: StoredFile) => splitOf(name) === split
    const others = stored.filter((file) => ofSplit(file) && !this.#brought.has(file.name))
    const all = [...others, ...this.#brought.values()].filter(ofSplit)
    return others.length === 0 || all.every(({ official }) => official)
  }
}

function mixing(names: readonly DataFileName[]): DataError {
  const message =
    names.length === 1
      ? `${names[0]} belongs to another copy of CIFAR-10 than the training images here, so it was not added.`
      : `${names.join(', ')} belong to another copy of CIFAR-10 than the training images here, so they were not added.`
  return new DataError(
    message,
    'Choose all five training files together, or delete the stored images first.',
  )
}
