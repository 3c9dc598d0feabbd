import { reasonOf } from '../../errors/reason-of.ts'
import { PAGE } from '../words/texts.ts'
import { isMissing } from './missing-part.ts'
import { notify } from './notice.tsx'

/** Runs an action without waiting for it. Shows a notice if it fails. */
export function attempt(work: () => unknown): void {
  const carryOut = async () => {
    await work()
  }
  carryOut().catch((error: unknown) => notify(failureWords(error)))
}

const failureWords = (error: unknown): string =>
  isMissing(error) ? PAGE.partMissing : PAGE.failed(reasonOf(error))
