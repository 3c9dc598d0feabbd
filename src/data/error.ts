/** Data that could not be had or used: what happened, naming the file, and what to do about it. */
export class DataError extends Error {
  override readonly name = 'DataError'
  readonly advice: string

  constructor(message: string, advice: string, options?: ErrorOptions) {
    super(message, options)
    this.advice = advice
  }
}
