import { FolderOpen } from 'lucide-react'
import { useRef } from 'react'
import { lookAt } from './looked-at.ts'

/** A button to choose a custom picture, which is then shown. */
export function PicturePicker({ name, size = '' }: { name: string; size?: string }) {
  const picker = useRef<HTMLInputElement>(null)
  return (
    <>
      <button type="button" className={`button ${size}`} onClick={() => picker.current?.click()}>
        <FolderOpen strokeWidth={1.5} aria-hidden />
        {name}
      </button>
      <input
        ref={picker}
        type="file"
        hidden
        accept="image/*"
        aria-label={name}
        onChange={({ target }) => {
          const [file] = target.files ?? []
          if (file !== undefined) lookAt({ kind: 'own', picture: file })
          // So that the same file can be chosen again.
          target.value = ''
        }}
      />
    </>
  )
}
