/** From the lower left up to the line at 94%. */
const CURVE = 'M2 30C8 20 15 12 30 9'

/** The page's icon as an SVG, with its curve drawn up to `progress` (0 to 1). */
export function iconAt(progress: number): string {
  const done = Math.round(100 * progress)
  const curve = (colour: string, dash: string) =>
    `<path d="${CURVE}" fill="none" stroke="${colour}" stroke-width="4"${dash}/>`
  return [
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">',
    '<rect width="32" height="32" fill="#f4f4f2"/>',
    '<path d="M0 9h32" stroke="#e8500a" stroke-width="3"/>',
    curve('#d9dad7', ''),
    curve('#16181a', ` pathLength="100" stroke-dasharray="${done} 100"`),
    '</svg>',
  ].join('')
}

/** Shows progress in the tab's icon; null restores the page's own icon. */
export class TabIcon {
  readonly #link: HTMLLinkElement
  readonly #own: string
  #shown: string

  constructor(link: HTMLLinkElement) {
    this.#link = link
    this.#own = link.href
    this.#shown = link.href
  }

  show(progress: number | null): void {
    const href =
      progress === null ? this.#own : `data:image/svg+xml,${encodeURIComponent(iconAt(progress))}`
    if (href === this.#shown) return
    this.#shown = href
    this.#link.href = href
  }
}
