/** A part of the program that is loaded when it is first needed does not come. */
class ProgramGone extends Error {
  override readonly name = 'ProgramGone'
  readonly advice = 'Reload the page; the images stay here.'
}

/**
 * Loads a part of the program. Throws with what to do where that fails: most often on a page left open while its server
 * was given a newer version, whose files have other names.
 */
export async function loadProgram<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load()
  } catch (cause) {
    throw new ProgramGone(
      'A part of lab94 could not be loaded; its server may have a newer version.',
      { cause },
    )
  }
}
