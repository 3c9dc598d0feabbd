import { DATA_FILE_NAMES, DATA_FILES } from '../cifar10.ts'
import type { StoredFile } from '../status.ts'

/** A note on the stored files that isn't an error; null for none. */
export function noteOn(files: readonly StoredFile[], refusal: string | null): string | null {
  const sentences = [missing(files), unofficial(files), notStored(refusal)].filter(
    (sentence) => sentence !== null,
  )
  return sentences.length > 0 ? sentences.join(' ') : null
}

function missing(files: readonly StoredFile[]): string | null {
  if (files.length === 0 || files.length === DATA_FILES.length) return null
  const here = new Set(files.map((file) => file.name))
  const names = DATA_FILE_NAMES.filter((name) => !here.has(name)).join(', ')
  return `${files.length} of ${DATA_FILES.length} files are here; missing: ${names}.`
}

function unofficial(files: readonly StoredFile[]): string | null {
  const others = files.filter((file) => !file.official)
  if (others.length === 0) return null
  const which =
    others.length === DATA_FILES.length ? 'The files' : others.map((file) => file.name).join(', ')
  const are = which === 'The files' || others.length > 1 ? 'are' : 'is'
  return `${which} ${are} valid, but not byte for byte the official CIFAR-10: accuracies may differ slightly from published ones.`
}

function notStored(refusal: string | null): string | null {
  if (refusal === null) return null
  return `The browser cannot store the images (${refusal.replace(/\.$/, '')}). They stay in memory until you close this tab.`
}
