import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { remember, rememberedText } from '../controls/remembered.ts'

const NAME = 'lab94.gpu'

/** Longest such name; run records include it. */
export const MAX_GPU_NAME = 60

const named = createStore(() => ({ name: rememberedText(NAME).slice(0, MAX_GPU_NAME) }))

/** The visitor's name for a GPU that the browser does not name; empty if there is none. */
export const ownGpuName = (): string => named.getState().name

export const useOwnGpuName = (): string => useStore(named, ({ name }) => name)

export function nameGpu(text: string): void {
  const name = text.trim().slice(0, MAX_GPU_NAME)
  named.setState({ name })
  remember(NAME, name)
}
