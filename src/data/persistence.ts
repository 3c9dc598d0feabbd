/**
 * Requests persistent storage. Only windows can, and some browsers ask the user, so call it when the user wants the
 * data. True if granted.
 */
export const requestPersistence = (): Promise<boolean> =>
  withStorage(async (storage) => (await storage.persisted()) || storage.persist())

/** Whether the browser has granted persistent storage. */
export const isPersistent = (): Promise<boolean> => withStorage((storage) => storage.persisted())

/** False if the browser refuses to answer, as some do when site data is blocked. */
async function withStorage(
  question: (storage: StorageManager) => Promise<boolean>,
): Promise<boolean> {
  // Typed as always defined, but missing on pages served over plain http.
  const storage: StorageManager | undefined = navigator.storage
  if (storage === undefined) return false
  try {
    return await question(storage)
  } catch (error) {
    if (error instanceof DOMException || error instanceof TypeError) return false
    throw error
  }
}
