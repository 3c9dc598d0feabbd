/** The class of what is drawn in a tone of the palette; null for what is beyond it. */
export const toneClass = (tone: number | null): string =>
  tone === null ? 'tone-more' : `tone-${tone}`
