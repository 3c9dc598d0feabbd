import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { type Sort, SORTS } from '../../runs/history/rows.ts'
import { changeQuery } from '../address.ts'
import { onAddress } from '../place.ts'

export const X_AXES = ['epoch', 'step', 'seconds'] as const
export type XAxis = (typeof X_AXES)[number]

/** Which value a curve's label gives while no crosshair is shown. */
export const LABELS = ['last', 'best', 'mean'] as const
export type LabelValue = (typeof LABELS)[number]

export const LOSSES = ['test', 'train'] as const
export type LossOf = (typeof LOSSES)[number]

/** How far back a smoothed curve looks, in epochs. */
export const SMOOTHINGS = [0, 0.25, 0.5, 1, 2, 4] as const

/** What is compared, and how it is drawn. All of it is in the address. */
export interface CompareView {
  /** Ids of the runs drawn; null for those that the page chooses. */
  readonly runs: readonly string[] | null
  readonly x: XAxis
  readonly logX: boolean
  readonly smoothing: number
  readonly label: LabelValue
  readonly lossOf: LossOf
  /** Whether seeds of one recipe are drawn as one. */
  readonly grouped: boolean
  readonly sort: Sort
}

const ID = /^[0-9a-f]{16}$/

/** What an address asks for, as in `?runs=0123456789abcdef&x=seconds&smooth=1`. What makes no sense is left out. */
export function readView(search: string): CompareView {
  const parameters = new URLSearchParams(search)
  const pick = <T extends string>(name: string, offered: readonly [T, ...T[]]): T =>
    offered.find((value) => value === parameters.get(name)) ?? offered[0]
  const runs = parameters.get('runs')
  const smooth = Number(parameters.get('smooth'))
  return {
    runs: runs === null ? null : runs.split(',').filter((id) => ID.test(id)),
    x: pick('x', X_AXES),
    logX: parameters.get('log') === 'x',
    smoothing: SMOOTHINGS.find((scale) => scale === smooth) ?? SMOOTHINGS[0],
    label: pick('label', LABELS),
    lossOf: pick('loss', LOSSES),
    grouped: parameters.get('seeds') !== 'apart',
    sort: pick('sort', SORTS),
  }
}

/** Writes a view into an address's query: what differs from the page's own. */
export function writeView(parameters: URLSearchParams, view: CompareView): void {
  const set = (name: string, value: string, own: string) =>
    value === own ? parameters.delete(name) : parameters.set(name, value)
  if (view.runs === null) parameters.delete('runs')
  else parameters.set('runs', view.runs.join(','))
  set('x', view.x, X_AXES[0])
  set('log', view.logX ? 'x' : '', '')
  set('smooth', String(view.smoothing), String(SMOOTHINGS[0]))
  set('label', view.label, LABELS[0])
  set('loss', view.lossOf, LOSSES[0])
  set('seeds', view.grouped ? '' : 'apart', '')
  set('sort', view.sort, SORTS[0])
}

const store = createStore<CompareView>(() => readView(location.search))
onAddress(() => store.setState(readView(location.search), true))

export const useView = (): CompareView => useStore(store)

export function setView(part: Partial<CompareView>): void {
  const view = { ...store.getState(), ...part }
  store.setState(view, true)
  changeQuery((parameters) => writeView(parameters, view))
}
