/**
 * A choice kept from visit to visit, or `otherwise` where there is none, it is no longer offered, or the browser
 * keeps nothing for this page.
 */
export function remembered<T extends string>(name: string, offered: readonly T[], otherwise: T): T {
  const kept = storage()?.getItem(name) ?? null
  return offered.find((value) => value === kept) ?? otherwise
}

/** Keeps a choice or a text, where the browser lets it. */
export function remember(name: string, value: string): void {
  storage()?.setItem(name, value)
}

/** A text kept from visit to visit; empty where there is none. */
export const rememberedText = (name: string): string => storage()?.getItem(name) ?? ''

/** Reading `localStorage` itself throws where cookies are blocked. */
function storage(): Storage | null {
  try {
    return localStorage
  } catch (error) {
    if (error instanceof DOMException) return null
    throw error
  }
}
