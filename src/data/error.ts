/** Data that could not be had or used: what happened, naming the file, and what to do about it. */
export class DataError extends Error {
  override readonly name = 'DataError'
  readonly advice: string

  constructor(message: string, advice: string, options?: ErrorOptions) {
    super(message, options)
    this.advice = advice
  }
}

/** Any error as something to show: a DataError's own words, or a defect of the page. */
export function inWords(error: unknown): { message: string; advice: string } {
  if (error instanceof DataError) return { message: error.message, advice: error.advice }
  return { message: String(error), advice: 'Reload the page and try again.' }
}
