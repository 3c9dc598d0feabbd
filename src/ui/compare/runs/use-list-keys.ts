import { type RefObject, useRef } from 'react'
import type { Row } from '../../../runs/history/rows.ts'
import { useRunLibrary } from '../../context/run-library-context.ts'
import { useShortcuts } from '../../app/use-shortcuts.ts'
import { attempt } from '../../controls/attempt.ts'

interface ListKeys {
  readonly rows: readonly Row[]
  readonly drawn: readonly string[]
  readonly setDrawn: (id: string, on: boolean) => void
}

/** J and K move through the list of runs, X selects the focused one, S stars it. */
export function useListKeys({
  rows,
  drawn,
  setDrawn,
}: ListKeys): RefObject<HTMLUListElement | null> {
  const list = useRef<HTMLUListElement>(null)
  const { history } = useRunLibrary()
  const boxes = () => Array.from(list.current?.querySelectorAll<HTMLElement>('.draw') ?? [])
  const at = () =>
    boxes().findIndex((box) => box.closest('li')?.contains(document.activeElement) ?? false)
  const go = (by: number) => {
    const all = boxes()
    const here = at()
    all.at(here === -1 ? 0 : Math.max(0, Math.min(all.length - 1, here + by)))?.focus()
  }
  const here = () => rows.at(at()) ?? null
  useShortcuts({
    j: () => go(1),
    k: () => go(-1),
    x: () => {
      const row = at() === -1 ? null : here()
      if (row !== null) setDrawn(row.id, !drawn.includes(row.id))
    },
    s: () => {
      const row = at() === -1 ? null : here()
      const first = row?.entries.at(-1)
      if (first !== undefined) attempt(() => history.setStar(first.id, !first.star))
    },
  })
  return list
}
