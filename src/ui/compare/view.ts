import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { type Sort, SORTS } from '../../runs/history/rows.ts'
import { changeQuery, query } from '../address/address.ts'
import { onAddress } from '../address/page-view.ts'

export const X_AXES = ['epoch', 'step', 'seconds'] as const
export type XAxis = (typeof X_AXES)[number]

/** Which value a curve's label gives while no crosshair is shown. */
export const LABELS = ['last', 'best', 'mean'] as const
export type LabelValue = (typeof LABELS)[number]

export const LOSSES = ['test', 'train'] as const
export type LossOf = (typeof LOSSES)[number]

/** Time constant of the smoothing, in epochs. */
export const SMOOTHINGS = [0, 0.25, 0.5, 1, 2, 4] as const

/** The selection and options of Compare, all stored in the address. */
export interface CompareView {
  /** Ids of the selected runs; null for the default selection. */
  readonly runs: readonly string[] | null
  readonly x: XAxis
  readonly logX: boolean
  readonly smoothing: number
  readonly label: LabelValue
  /** Null for the default. */
  readonly lossOf: LossOf | null
  /** Whether seeds of one recipe are drawn as one. */
  readonly grouped: boolean
  readonly sort: Sort
}

const ID = /^[0-9a-f]{16}$/

/** The settings of an address, as in `?runs=0123456789abcdef&x=seconds&smooth=1`. Invalid ones are ignored. */
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
    lossOf: LOSSES.find((value) => value === parameters.get('loss')) ?? null,
    grouped: parameters.get('seeds') !== 'apart',
    sort: pick('sort', SORTS),
  }
}

/** Writes a view into an address's query, without default values. */
export function writeView(parameters: URLSearchParams, view: CompareView): void {
  const set = (name: string, value: string, own: string) =>
    value === own ? parameters.delete(name) : parameters.set(name, value)
  if (view.runs === null) parameters.delete('runs')
  else parameters.set('runs', view.runs.join(','))
  set('x', view.x, X_AXES[0])
  set('log', view.logX ? 'x' : '', '')
  set('smooth', String(view.smoothing), String(SMOOTHINGS[0]))
  set('label', view.label, LABELS[0])
  set('loss', view.lossOf ?? '', '')
  set('seeds', view.grouped ? '' : 'apart', '')
  set('sort', view.sort, SORTS[0])
}

const store = createStore<CompareView>(() => readView(query()))
onAddress(() => store.setState(readView(query()), true))

export const useView = (): CompareView => useStore(store)

export function setView(part: Partial<CompareView>): void {
  const view = { ...store.getState(), ...part }
  store.setState(view, true)
  changeQuery((parameters) => writeView(parameters, view))
}
