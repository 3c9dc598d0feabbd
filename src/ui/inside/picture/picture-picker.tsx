import { FolderOpen } from 'lucide-react'
import { useRef } from 'react'
import { lookAt } from './looked-at.ts'

/** A key that asks for a picture of one's own, which is then looked at. */
export function PicturePicker({ name, small = false }: { name: string; small?: boolean }) {
  const picker = useRef<HTMLInputElement>(null)
  return (
    <>
      <button
        type="button"
        className={small ? 'key small' : 'key'}
        onClick={() => picker.current?.click()}
      >
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
