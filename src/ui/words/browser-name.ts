/** Brands in order of specificity: Edge and Opera also call themselves Chrome. */
const BRANDS = [
  { name: 'Edge', mark: /Edg\/(\d+)/ },
  { name: 'Opera', mark: /OPR\/(\d+)/ },
  { name: 'Firefox', mark: /Firefox\/(\d+)/ },
  { name: 'Chrome', mark: /Chrome\/(\d+)/ },
  { name: 'Safari', mark: /Version\/(\d+).*Safari\// },
]

/** Name and version from a user agent, such as "Chrome 141"; null if unknown. */
export function browserName(userAgent: string): string | null {
  for (const { name, mark } of BRANDS) {
    const version = mark.exec(userAgent)?.[1]
    if (version !== undefined) return `${name} ${version}`
  }
  return null
}
