/**
 * A choice stored by an earlier visit; `otherwise` if there is none, if it is no longer offered, or if storage is
 * blocked.
 */
export function remembered<T extends string>(name: string, offered: readonly T[], otherwise: T): T {
  const stored = read(name)
  return offered.find((value) => value === stored) ?? otherwise
}

/** Stores a choice or a text. If the browser refuses (storage full or blocked), it lasts for this visit only. */
export function remember(name: string, value: string): void {
  withStorage((storage) => storage.setItem(name, value))
}

/** A text stored by an earlier visit; empty if there is none. */
export const rememberedText = (name: string): string => read(name) ?? ''

const read = (name: string): string | null => withStorage((storage) => storage.getItem(name))

/** Reading `localStorage` throws where cookies are blocked, and gives null in some apps; writing throws when it is full. */
function withStorage<T>(operation: (storage: Storage) => T): T | null {
  try {
    const storage: Storage | null = localStorage
    return storage === null ? null : operation(storage)
  } catch (error) {
    if (error instanceof DOMException) return null
    throw error
  }
}
