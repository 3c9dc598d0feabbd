/** The CSS class of a tone; null beyond the palette. */
export const toneClass = (tone: number | null): string =>
  tone === null ? 'tone-more' : `tone-${tone}`
