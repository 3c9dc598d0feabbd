/** Lines of a stack that say where it happened. */
const MOST_LINES = 12

/** An error as Markdown, without the page's origin, which may name a person. */
export function errorLines(error: unknown, origin: string): string[] {
  if (error === null || error === undefined) return []
  const anonymous = (text: string) => text.replaceAll(origin, '')
  if (!(error instanceof Error)) {
    const words = typeof error === 'string' ? error : JSON.stringify(error)
    return [`- Error: ${anonymous(words)}\n`]
  }
  const frames = (error.stack ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.includes(error.message))
  return [
    `- Error: ${anonymous(`${error.name}: ${error.message}`)}\n`,
    ...frames.slice(0, MOST_LINES).map((line) => `  - ${anonymous(line)}\n`),
  ]
}
