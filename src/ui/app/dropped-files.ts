import { isDataFileName } from '../../data/cifar10.ts'

/** Limits beyond any copy of the data set, so that a dropped home folder isn't scanned completely. */
const MOST_DEPTH = 4
const MOST_FILES = 1000

/** Files of a folder that may contain images; others are ignored. */
const isData = (name: string): boolean =>
  isDataFileName(name.toLowerCase()) || /\.(bin\.gz|tar\.gz|tgz|tar)$/i.test(name)

/**
 * The dropped files, and those of dropped folders that may contain images. Null if only folders without such files were
 * dropped.
 */
export async function droppedFiles(transfer: DataTransfer): Promise<File[] | null> {
  // Synchronous: dropped items are accessible only while the event is handled.
  const dropped = [...transfer.items].map((item) => ({
    entry: item.webkitGetAsEntry(),
    file: item.getAsFile(),
  }))
  const files: File[] = []
  let folders = 0
  for (const { entry, file } of dropped) {
    if (entry?.isDirectory === true) {
      folders += 1
      await addFolder(entry, files, MOST_DEPTH)
    } else if (file !== null) files.push(file)
  }
  return files.length === 0 && folders > 0 ? null : files
}

async function addFolder(entry: FileSystemEntry, files: File[], depth: number): Promise<void> {
  if (!isFolder(entry) || depth === 0) return
  const reader = entry.createReader()
  for (;;) {
    // Reads a hundred at a time until none are left.
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    )
    if (entries.length === 0) return
    for (const inside of entries) {
      if (files.length >= MOST_FILES) return
      if (isFile(inside)) {
        if (isData(inside.name)) files.push(await fileOf(inside))
      } else await addFolder(inside, files, depth - 1)
    }
  }
}

const fileOf = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => entry.file(resolve, reject))

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile

const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory
