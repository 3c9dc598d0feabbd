import { FolderOpen } from 'lucide-react'
import { useRef } from 'react'
import type { DataStatus } from '../../data/status.ts'
import { isUnderWay } from '../../runs/run.ts'
import { useActions, useLab } from '../context/lab-context.ts'
import { DownloadProgress } from './download-progress.tsx'
import './images.css'
import { ARCHIVE_BYTES, SAMPLE_BYTES } from './sources.ts'
import { IMAGES } from './texts.ts'

const BUTTONS = IMAGES.buttons

/** The data set: its sources, how much of it is stored, and buttons to download or delete it. */
export function ImagesPanel() {
  const data = useLab((state) => state.data)
  return (
    <section className="section images grid" aria-label={IMAGES.title}>
      <div className="about">
        <h2 className="h2">{IMAGES.title}</h2>
        <p className="second">{IMAGES.what}</p>
      </div>
      <Sources data={data} />
      <Stock data={data} />
    </section>
  )
}

function Sources({ data }: { data: DataStatus | null }) {
  const source = data?.source ?? null
  const rows = [
    ...downloadsOf(data),
    { kind: 'file', ...IMAGES.file, bytes: ARCHIVE_BYTES },
    { kind: 'sample', ...IMAGES.sample, bytes: SAMPLE_BYTES },
  ] as const
  return (
    <div className="sources">
      <p className="caption">{IMAGES.sources}</p>
      <ol>
        {rows.map(({ kind, name, files, bytes }) => (
          <li key={kind} aria-current={source?.kind === kind ? 'true' : undefined}>
            <b>{name}</b>
            <span>{IMAGES.size(bytes)}</span>
            <span className="second">{files}</span>
          </li>
        ))}
      </ol>
    </div>
  )
}

/** The download sources known so far. */
function downloadsOf(data: DataStatus | null) {
  const server = { kind: 'server', ...IMAGES.server, bytes: ARCHIVE_BYTES } as const
  if (data === null || data.choices.length === 0) return [server]
  return data.choices.map(({ kind, title, bytes }) =>
    kind === 'server' ? { ...server, bytes } : { kind, name: title, files: IMAGES.mirror, bytes },
  )
}

function Stock({ data }: { data: DataStatus | null }) {
  const picker = useRef<HTMLInputElement>(null)
  const { importFiles } = useActions()
  return (
    <div className="stock">
      {data !== null && <StockWords data={data} />}
      <div className="stock-buttons">
        {data !== null && <StockButtons data={data} />}
        <button type="button" className="button" onClick={() => picker.current?.click()}>
          <FolderOpen strokeWidth={1.5} aria-hidden />
          {BUTTONS.choose}
        </button>
        <input
          ref={picker}
          type="file"
          hidden
          multiple
          accept=".gz,.tgz,.tar,.bin,application/gzip"
          onChange={({ target }) => {
            importFiles([...(target.files ?? [])])
            target.value = ''
          }}
        />
      </div>
      <p className="caption">{IMAGES.add}</p>
    </div>
  )
}

function StockWords({ data }: { data: DataStatus }) {
  const { phase, error, note, files, storage } = data
  const stored = files.reduce((sum, { bytes }) => sum + bytes, 0)
  const moving = phase === 'downloading' || phase === 'importing' || phase === 'paused'
  return (
    <>
      <p>{stateOf(data, stored)}</p>
      {moving && data.bytesTotal > 0 && (
        <p className="caption">
          <DownloadProgress data={data} />
        </p>
      )}
      {error !== null && (
        <p role="alert">
          <b>{error.message}</b> {error.advice}
        </p>
      )}
      {note !== null && <p className="caption">{note}</p>}
      {stored > 0 && <p className="caption">{IMAGES.storage[storage]}</p>}
    </>
  )
}

function stateOf({ phase, source }: DataStatus, stored: number): string {
  const from = source?.name ?? null
  if (phase === 'ready') return IMAGES.state.ready(stored, from)
  return phase === 'downloading' ? IMAGES.state.downloading(from) : IMAGES.state[phase]
}

function StockButtons({ data }: { data: DataStatus }) {
  const busy = useLab(({ run }) => run !== null && isUnderWay(run))
  const { data: act } = useActions()
  const button = (label: string, ...action: Parameters<typeof act>) => (
    <button key={label} type="button" className="button" onClick={() => act(...action)}>
      {label}
    </button>
  )
  const others = data.choices
    .filter(({ kind }) => kind !== data.source?.kind)
    .map(({ kind, title }) => button(BUTTONS.source(title), 'download', kind))
  switch (data.phase) {
    case 'absent':
    case 'failed':
      return [
        button(BUTTONS.download, 'download'),
        ...others,
        data.files.length > 0 && !busy && button(BUTTONS.delete, 'delete'),
      ]
    case 'downloading':
      return [button(BUTTONS.pause, 'pause'), button(BUTTONS.cancel, 'cancel'), ...others]
    case 'paused':
      return [button(BUTTONS.resume, 'download'), button(BUTTONS.cancel, 'cancel'), ...others]
    case 'ready':
      return busy ? null : button(BUTTONS.delete, 'delete')
    case 'importing':
      return button(BUTTONS.cancel, 'cancel')
  }
}
