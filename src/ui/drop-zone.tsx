import { useEffect, useState } from 'react'
import { useActions } from './lab-context.ts'
import { PAGE } from './texts.ts'

const carriesFiles = (event: DragEvent): boolean =>
  event.dataTransfer?.types.includes('Files') ?? false

/** Takes files dropped anywhere on the page. */
export function DropZone() {
  const [over, setOver] = useState(false)
  const { importFiles } = useActions()
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
      importFiles([...(event.dataTransfer?.files ?? [])])
    }
    window.addEventListener('dragover', hold, { signal })
    window.addEventListener('dragleave', leave, { signal })
    window.addEventListener('drop', drop, { signal })
    return () => listening.abort()
  }, [importFiles])
  return over ? (
    <div className="drop">
      <p className="h2">{PAGE.drop}</p>
    </div>
  ) : null
}
