/** Copies text to the clipboard. Returns whether the browser allowed it: some do on secure pages only, or ask first. */
export async function copyText(text: string): Promise<boolean> {
  // Typed as always present, but missing over plain http.
  const clipboard: Clipboard | undefined = navigator.clipboard
  if (clipboard === undefined) return false
  try {
    await clipboard.writeText(text)
    return true
  } catch (error) {
    if (error instanceof DOMException) return false
    throw error
  }
}

/** Saves a file through the browser's download. */
export function saveFile(name: string, content: Blob): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = name
  link.click()
  // By then the download has its own copy of the content.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
