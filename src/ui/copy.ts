/** Puts text on the clipboard. Returns whether the browser let it: some do on secure pages only, or ask first. */
export async function copyText(text: string): Promise<boolean> {
  // Typed as always there; browsers leave it out of pages that came over plain http.
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

/** Hands a file to the person, by the browser's own download. */
export function saveFile(name: string, content: Blob): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = name
  link.click()
  // The download has its own hold on the content by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
