import { Cpu } from 'lucide-react'
import { useLab } from '../context/lab-context.ts'
import { useHidden } from '../lesson/current-lesson.ts'
import { GPU_NAME_TEXT, useGpuName } from './names.ts'
import { showGpu } from './open-gpu.ts'

/** The adapter's name; a click opens the GPU panel. */
export function GpuNameButton() {
  const known = useLab((state) => state.adapter !== null)
  const name = useGpuName()
  const panelHidden = useHidden('gpu')
  if (!known) return null
  if (panelHidden) return <span className="gpu-plain">{name}</span>
  return (
    <button
      type="button"
      className="word-button"
      aria-label={GPU_NAME_TEXT.open(name)}
      aria-haspopup="dialog"
      onClick={() => showGpu(true)}
    >
      {name}
    </button>
  )
}

/** The same as an icon, if there is no room for the name. */
export function GpuIcon() {
  const label = GPU_NAME_TEXT.open(useGpuName())
  if (useHidden('gpu')) return null
  return (
    <button
      type="button"
      className="icon-button wide-only"
      aria-label={label}
      title={label}
      aria-haspopup="dialog"
      onClick={() => showGpu(true)}
    >
      <Cpu strokeWidth={1.5} aria-hidden />
    </button>
  )
}
