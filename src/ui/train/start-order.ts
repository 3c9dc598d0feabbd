import { useEffect, useState } from 'react'
import { useLab } from '../context/lab-context.ts'
import type { AdapterReport } from '../../worker/protocol.ts'

/**
 * Milliseconds after which the buttons appear even if the GPU is still unknown. A browser that has just started, on a slow
 * computer, was seen to need more than 1500.
 */
const PATIENCE = 4000

/** Whether WebGPU is missing or runs on the CPU. */
export const withoutGpu = ({ software, missing }: AdapterReport) => software || missing !== null

/**
 * Whether offers that need no training come first, as they do without a GPU; null until that is known. Once known, the order
 * never changes, because somebody may be about to press a button.
 */
export function useOffersFirst(): boolean | null {
  const known = useLab(({ adapter }) => (adapter === null ? null : withoutGpu(adapter)))
  const [order, setOrder] = useState('gpu' in navigator ? known : true)
  if (order === null && known !== null) setOrder(known)
  const isOpen = order === null
  useEffect(() => {
    if (!isOpen) return
    const timer = setTimeout(() => setOrder(false), PATIENCE)
    return () => clearTimeout(timer)
  }, [isOpen])
  return order
}
