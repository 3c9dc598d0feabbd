/**
 * Requests persistent storage. Only windows can, and some browsers ask the user, so call it when the user wants the
 * data. True if granted.
 */
export async function requestPersistence(): Promise<boolean> {
  // Typed as always defined, but missing on pages served over plain http.
  const storage: StorageManager | undefined = navigator.storage
  if (storage === undefined) return false
  return (await storage.persisted()) || storage.persist()
}
