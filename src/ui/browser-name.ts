/** Brands in the order in which they give themselves away: Edge and Opera also call themselves Chrome. */
const BRANDS = [
  { name: 'Edge', mark: /Edg\/(\d+)/ },
  { name: 'Opera', mark: /OPR\/(\d+)/ },
  { name: 'Firefox', mark: /Firefox\/(\d+)/ },
  { name: 'Chrome', mark: /Chrome\/(\d+)/ },
  { name: 'Safari', mark: /Version\/(\d+).*Safari\// },
]

/** Name and version of a browser out of its user agent, such as "Chrome 141"; null where it is not known. */
export function browserName(userAgent: string): string | null {
  for (const { name, mark } of BRANDS) {
    const version = mark.exec(userAgent)?.[1]
    if (version !== undefined) return `${name} ${version}`
  }
  return null
}
