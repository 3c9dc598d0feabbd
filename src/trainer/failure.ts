/** The loss is no number any more: a reason to end a run, with what the reader can do about it. */
export class Diverged extends Error {
  override readonly name = 'Diverged'
  readonly advice: string

  constructor(message: string, advice: string) {
    super(message)
    this.advice = advice
  }
}

/** Any error in words: its message, and its advice where it carries one. */
export function describeFailure(
  error: unknown,
  defaultAdvice: string,
): { message: string; advice: string } {
  const message = error instanceof Error ? error.message : String(error)
  const advice =
    error instanceof Error && 'advice' in error && typeof error.advice === 'string'
      ? error.advice
      : defaultAdvice
  return { message, advice }
}
