import { type RefObject, useRef } from 'react'
import type { Row } from '../../runs/history/rows.ts'
import { useKeeping } from '../keeping-context.ts'
import { useKeys } from '../use-keys.ts'

interface ListKeys {
  readonly rows: readonly Row[]
  readonly drawn: readonly string[]
  readonly setDrawn: (id: string, on: boolean) => void
}

/** J and K go down and up the list of runs, X draws the one that is stood at, S stars it. */
export function useListKeys({
  rows,
  drawn,
  setDrawn,
}: ListKeys): RefObject<HTMLUListElement | null> {
  const list = useRef<HTMLUListElement>(null)
  const { history } = useKeeping()
  const boxes = () => Array.from(list.current?.querySelectorAll<HTMLElement>('.draw') ?? [])
  const at = () =>
    boxes().findIndex((box) => box.closest('li')?.contains(document.activeElement) ?? false)
  const go = (by: number) => {
    const all = boxes()
    const here = at()
    all.at(here === -1 ? 0 : Math.max(0, Math.min(all.length - 1, here + by)))?.focus()
  }
  const here = () => rows.at(at()) ?? null
  useKeys({
    j: () => go(1),
    k: () => go(-1),
    x: () => {
      const row = at() === -1 ? null : here()
      if (row !== null) setDrawn(row.id, !drawn.includes(row.id))
    },
    s: () => {
      const row = at() === -1 ? null : here()
      const first = row?.entries.at(-1)
      if (first !== undefined) void history.setStar(first.id, !first.star)
    },
  })
  return list
}
