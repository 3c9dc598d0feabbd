import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { remember, rememberedText } from '../remembered.ts'

const NAME = 'lab94.gpu'

/** Letters that such a name may have; a record of a run has it. */
export const MAX_GPU_NAME = 60

const named = createStore(() => ({ name: rememberedText(NAME).slice(0, MAX_GPU_NAME) }))

/** What a person calls the GPU where the browser does not name it; empty where they did not say. */
export const ownGpuName = (): string => named.getState().name

export const useOwnGpuName = (): string => useStore(named, ({ name }) => name)

export function nameGpu(text: string): void {
  const name = text.trim().slice(0, MAX_GPU_NAME)
  named.setState({ name })
  remember(NAME, name)
}
