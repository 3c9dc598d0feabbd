/** Remembers, by adapter, which tiles were chosen for which tasks, so that they are timed once and stay the same. */
export interface TileMemory {
  /** Choices as text, by task; empty if nothing is stored. */
  recall(adapter: string): Promise<Readonly<Record<string, string>>>
  remember(adapter: string, choices: Readonly<Record<string, string>>): Promise<void>
}

/** Choices in words, by task, by adapter. */
export type TilesByAdapter = Readonly<Record<string, Readonly<Record<string, string>>>>

/** Forgets when the program ends. */
export class ShortTileMemory implements TileMemory {
  readonly #byAdapter: Map<string, Readonly<Record<string, string>>>

  constructor(known: TilesByAdapter = {}) {
    this.#byAdapter = new Map(Object.entries(known))
  }

  /** All that is known. */
  get all(): TilesByAdapter {
    return Object.fromEntries(this.#byAdapter)
  }

  async recall(adapter: string): Promise<Readonly<Record<string, string>>> {
    return this.#byAdapter.get(adapter) ?? {}
  }

  async remember(adapter: string, choices: Readonly<Record<string, string>>): Promise<void> {
    this.#byAdapter.set(adapter, choices)
  }
}
