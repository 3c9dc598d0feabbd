import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'

const opened = createStore(() => ({ open: false }))

/** Opens or closes the GPU panel from anywhere on the page. */
export const showGpu = (open: boolean): void => opened.setState({ open })

export const useGpuShown = (): boolean => useStore(opened, ({ open }) => open)
