/** The browser, or the server of this page, did not answer in time. */
export class TooSlow extends Error {
  override readonly name = 'TooSlow'
}

/**
 * Resolves to what is waited for. Rejects after `milliseconds` with a `TooSlow` that names it. Some platform calls never
 * settle: on a stuck driver, behind another tab's connection, under a broken profile.
 */
export async function within<T>(
  milliseconds: number,
  what: string,
  waiting: Promise<T>,
  /** Closes what arrives too late. */
  close: (late: T) => void = () => {},
): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  let isLate = false
  const limit = new Promise<never>((_, reject) => {
    const tooSlow = () => {
      isLate = true
      reject(new TooSlow(`${what} did not respond within ${milliseconds / 1000} s.`))
    }
    timer = setTimeout(tooSlow, milliseconds)
  })
  try {
    return await Promise.race([waiting, limit])
  } finally {
    clearTimeout(timer)
    // The result may still arrive, or fail, after everybody has stopped waiting.
    waiting.then(
      (value) => isLate && close(value),
      () => {},
    )
  }
}
