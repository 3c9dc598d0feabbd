/** What a closed pipe stops; nothing while the program has no work that it could still store. */
let stopWork: (() => void) | null = null

/**
 * Ends quietly where whoever reads the output stops, as `head` does, instead of with an EPIPE error. A run that is under
 * way is stopped, so that what it has so far is written.
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
