import { type ReactNode, useId, useRef } from 'react'
import { useStore } from 'zustand'
import type { Run } from '../../runs/run.ts'
import type { AdapterReport } from '../../worker/protocol.ts'
import { longestTask } from '../beside-run/longest-task.ts'
import { COMMIT } from '../words/commit.ts'
import { CopyButton } from '../controls/copy-button.tsx'
import { useLab } from '../context/lab-context.ts'
import { Sheet } from '../sheet/sheet.tsx'
import { SheetHead } from '../sheet/sheet-head.tsx'
import './gpu.css'
import { KernelTestSection } from './kernel-test.tsx'
import { MeasuredSection } from './measured.tsx'
import { GPU_NAME_TEXT, useGpuName } from './names.ts'
import { showGpu } from './open-gpu.ts'
import { MAX_GPU_NAME, nameGpu, useOwnGpuName } from './own-name.ts'
import { precisionWords } from './precision-words.ts'
import { gpuReport } from './report.ts'
import { GPU } from './texts.ts'
import { Reported } from './reported.tsx'

/** The GPU panel: what the browser reports of the adapter, and what was measured on it. */
export function GpuPanel() {
  const sheet = useRef<HTMLDialogElement>(null)
  const adapter = useLab((state) => state.adapter)
  const name = useGpuName()
  const run = useLab((state) => state.run)
  const longest = useStore(longestTask, ({ milliseconds }) => milliseconds)
  const leave = () => {
    // Closing the dialog itself lets the browser return the focus to the button that opened it.
    sheet.current?.close()
    showGpu(false)
  }
  return (
    <Sheet ref={sheet} label={GPU_NAME_TEXT.title} leave={leave}>
      <div className="gpu">
        <SheetHead title={GPU_NAME_TEXT.title} close={GPU.close} leave={leave} />
        <p className="gpu-name">{name}</p>
        {adapter?.name === null && adapter.backend !== 'cpu' && <OwnName />}
        <p className="second">{leadOf(adapter)}</p>
        <Report />
        {adapter !== null && (
          <>
            <Part title={GPU.precision.title}>
              <p>{precisionWords(adapter, run)}</p>
            </Part>
            {adapter.details !== null && (
              <>
                <Part title={GPU.measured.title}>
                  <MeasuredSection />
                </Part>
                <Part title={GPU.kernels.title}>
                  <KernelTestSection />
                </Part>
              </>
            )}
            <Part title={GPU.memory.title}>
              <p>{memoryWords(run)}</p>
            </Part>
            {longest !== null && (
              <Part title={GPU.page.title}>
                <p>{longest === 0 ? GPU.page.short : GPU.page.long(longest)}</p>
              </Part>
            )}
            <Part title={GPU.reported.title}>
              <Reported details={adapter.details} />
            </Part>
          </>
        )}
      </div>
    </Sheet>
  )
}

function leadOf(adapter: AdapterReport | null): string {
  if (adapter === null) return GPU.lead
  if (adapter.missing !== null) return `${adapter.missing} ${GPU.fallback(adapter.backend)}`
  return adapter.software ? `${GPU.software} ${GPU.lead}` : GPU.lead
}

/** A field to name a GPU that the browser does not name; the page and later runs use the name. */
function OwnName() {
  const id = useId()
  return (
    <p className="own-name">
      <label htmlFor={id} className="second">
        {GPU.ownName}
      </label>
      <input
        id={id}
        className="field"
        maxLength={MAX_GPU_NAME}
        defaultValue={useOwnGpuName()}
        autoComplete="off"
        onBlur={({ target }) => nameGpu(target.value)}
        onKeyDown={({ key, currentTarget }) => {
          if (key === 'Enter') currentTarget.blur()
        }}
      />
    </p>
  )
}

function memoryWords(run: Run | null): string {
  const bytes = run?.plan?.engine.bytes ?? 0
  if (bytes === 0) return GPU.memory.none
  return GPU.memory.held(bytes, Math.max(bytes, run?.usage?.bytesAtMost ?? 0))
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  const heading = useId()
  return (
    <section aria-labelledby={heading}>
      <h3 id={heading}>{title}</h3>
      {children}
    </section>
  )
}

function Report() {
  const adapter = useLab((state) => state.adapter)
  const peak = useLab((state) => state.peak)
  const kernelTest = useLab((state) => state.kernelTest)
  const run = useLab((state) => state.run)
  const problem = useLab((state) => state.problem)
  const { milliseconds: longest } = useStore(longestTask)
  const known = { adapter, peak, kernelTest, run, problem, longest }
  return (
    <div className="gpu-report">
      <CopyButton
        done={GPU.copied}
        text={() => gpuReport(known, { userAgent: navigator.userAgent, code: COMMIT })}
      >
        {GPU.copy}
      </CopyButton>
      <p className="second">{GPU.copyWhy}</p>
    </div>
  )
}
