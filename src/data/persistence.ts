/**
 * Asks the browser to keep this page's data until the user deletes it. Only a window may ask, and some browsers put
 * the question to the user: call it when the user wants the data. True where the browser promised.
 */
export async function askToKeep(): Promise<boolean> {
  // Typed as always there; pages that came over plain http have none.
  const storage: StorageManager | undefined = navigator.storage
  if (storage === undefined) return false
  return (await storage.persisted()) || storage.persist()
}
