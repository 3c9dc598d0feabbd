/** Stops the work in progress; null while the program has no work whose results it could save. */
let stopWork: (() => void) | null = null

/**
 * Exits quietly, not with an EPIPE error, if the reader of the output has gone, as `head` does. A run in progress is stopped
 * first, so that its results so far are written.
 */
export function endWithReader(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
      if (stopWork === null) process.exit(0)
      stopWork()
    })
  }
}

export function stopWithReader(stop: () => void): void {
  stopWork = stop
}
