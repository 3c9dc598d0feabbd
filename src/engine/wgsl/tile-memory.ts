/** Remembers, by adapter, which tiles were chosen for which tasks, so that they are timed once and stay the same. */
export interface TileMemory {
  /** Choices in words, by task; none where nothing is known. */
  recall(adapter: string): Promise<Readonly<Record<string, string>>>
  remember(adapter: string, choices: Readonly<Record<string, string>>): Promise<void>
}

/** Forgets when the program ends. */
export class ShortTileMemory implements TileMemory {
  readonly #byAdapter = new Map<string, Readonly<Record<string, string>>>()

  async recall(adapter: string): Promise<Readonly<Record<string, string>>> {
    return this.#byAdapter.get(adapter) ?? {}
  }

  async remember(adapter: string, choices: Readonly<Record<string, string>>): Promise<void> {
    this.#byAdapter.set(adapter, choices)
  }
}
