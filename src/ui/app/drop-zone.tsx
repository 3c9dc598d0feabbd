import { useEffect, useState } from 'react'
import { type LoadRunLibrary, useLoadRunLibrary } from '../context/run-library-context.ts'
import { isPicture, lookAt } from '../inside/picture/looked-at.ts'
import { useActions } from '../context/lab-context.ts'
import { droppedFiles } from './dropped-files.ts'
import { PAGE } from '../words/texts.ts'
import { attempt } from '../controls/attempt.ts'

const carriesFiles = (event: DragEvent): boolean =>
  event.dataTransfer?.types.includes('Files') ?? false

const isRunFile = ({ name }: File): boolean => name.toLowerCase().endsWith('.json')

async function openRunFiles(files: readonly File[], loadRunLibrary: LoadRunLibrary): Promise<void> {
  const { importRuns } = await import('./import-runs.ts')
  await importRuns(files, loadRunLibrary)
}

/** Takes files dropped anywhere on the page. */
export function DropZone() {
  const [over, setOver] = useState(false)
  const { importFiles } = useActions()
  const loadRunLibrary = useLoadRunLibrary()
  useEffect(() => {
    const listening = new AbortController()
    const { signal } = listening
    const hold = (event: DragEvent) => {
      if (!carriesFiles(event)) return
      event.preventDefault()
      setOver(true)
    }
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false)
    }
    const drop = (event: DragEvent) => {
      if (!carriesFiles(event)) return
      event.preventDefault()
      setOver(false)
      const { dataTransfer } = event
      if (dataTransfer) attempt(() => droppedFiles(dataTransfer).then(take, unreadable))
    }
    const unreadable = () => importFiles([])
    const take = (files: readonly File[] | null) => {
      if (files === null) return unreadable()
      const runs = files.filter(isRunFile)
      const picture = files.find(isPicture)
      const images = files.filter((file) => !isRunFile(file) && !isPicture(file))
      if (images.length > 0) importFiles(images)
      if (picture !== undefined) lookAt({ kind: 'own', picture })
      if (runs.length > 0) attempt(() => openRunFiles(runs, loadRunLibrary))
    }
    window.addEventListener('dragover', hold, { signal })
    window.addEventListener('dragleave', leave, { signal })
    window.addEventListener('drop', drop, { signal })
    return () => listening.abort()
  }, [importFiles, loadRunLibrary])
  return over ? (
    <div className="drop">
      <p className="h2">{PAGE.drop}</p>
    </div>
  ) : null
}
