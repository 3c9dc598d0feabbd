import { codeOf, type ErrorCode } from '../errors/codes.ts'
import { reasonOf } from '../errors/reason-of.ts'

/** Data that couldn't be fetched or used: what happened, with the file's name, and what to do. */
export class DataError extends Error {
  override readonly name: string = 'DataError'
  readonly advice: string

  constructor(message: string, advice: string, options?: ErrorOptions) {
    super(message, options)
    this.advice = advice
  }
}

/** Any error for display: a DataError's message and advice, or a bug of the page. */
export function inWords(error: unknown): { code: ErrorCode; message: string; advice: string } {
  const code = codeOf(error)
  if (error instanceof DataError) return { code, message: error.message, advice: error.advice }
  return { code, message: reasonOf(error), advice: 'Reload the page and try again.' }
}
