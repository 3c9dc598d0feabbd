import { codeOf, type ErrorCode } from '../../errors/codes.ts'
import type { RunInterruption } from '../events.ts'
import { reasonOf } from '../../errors/reason-of.ts'

/** The loss became NaN, which ends a run; carries advice for the user. */
export class Diverged extends Error {
  override readonly name = 'Diverged'
  readonly advice: string

  constructor(message: string, advice: string) {
    super(message)
    this.advice = advice
  }
}

/** Any error as code, message and advice, if it has one. */
export function describeFailure(
  error: unknown,
  defaultAdvice: string,
): { code: ErrorCode; message: string; advice: string } {
  const message = reasonOf(error)
  const advice =
    error instanceof Error && 'advice' in error && typeof error.advice === 'string'
      ? error.advice
      : defaultAdvice
  return { code: codeOf(error), message, advice }
}

/** A lost device in a sentence. */
export const interruptionText = ({ step, reason }: RunInterruption): string =>
  `The GPU was lost during step ${step + 1}${reason === '' ? '.' : `: ${reason.replace(/\.?$/, '.')}`}`
