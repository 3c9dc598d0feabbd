/** A lazily loaded part of the program failed to load. */
class ProgramGone extends Error {
  override readonly name = 'ProgramGone'
  readonly advice = 'Reload the page. The images stay stored.'
}

/**
 * Loads a part of the program. Throws with advice on failure: most often the page was left open while its server was
 * updated, and the files have new names.
 */
export async function loadProgram<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load()
  } catch (cause) {
    throw new ProgramGone('A part of lab94 did not load. The server may have a newer version.', {
      cause,
    })
  }
}
