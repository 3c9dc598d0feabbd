import { useEffect, useState } from 'react'
import { type LoadKeeping, useLoadKeeping } from './keeping-context.ts'
import { isPicture, lookAt } from './inside/picture/looked-at.ts'
import { useActions } from './lab-context.ts'
import { PAGE } from './texts.ts'

const carriesFiles = (event: DragEvent): boolean =>
  event.dataTransfer?.types.includes('Files') ?? false

const isRunFile = ({ name }: File): boolean => name.toLowerCase().endsWith('.json')

async function openRunFiles(files: readonly File[], loadKeeping: LoadKeeping): Promise<void> {
  const { importRuns } = await import('./import-runs.ts')
  await importRuns(files, loadKeeping)
}

/** Takes files dropped anywhere on the page. */
export function DropZone() {
  const [over, setOver] = useState(false)
  const { importFiles } = useActions()
  const loadKeeping = useLoadKeeping()
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
      const files = [...(event.dataTransfer?.files ?? [])]
      const runs = files.filter(isRunFile)
      const picture = files.find(isPicture)
      const images = files.filter((file) => !isRunFile(file) && !isPicture(file))
      if (images.length > 0) importFiles(images)
      if (picture !== undefined) lookAt({ kind: 'own', picture })
      if (runs.length > 0) void openRunFiles(runs, loadKeeping)
    }
    window.addEventListener('dragover', hold, { signal })
    window.addEventListener('dragleave', leave, { signal })
    window.addEventListener('drop', drop, { signal })
    return () => listening.abort()
  }, [importFiles, loadKeeping])
  return over ? (
    <div className="drop">
      <p className="h2">{PAGE.drop}</p>
    </div>
  ) : null
}
