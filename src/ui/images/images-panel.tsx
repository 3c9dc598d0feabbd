import { FolderOpen } from 'lucide-react'
import { useRef } from 'react'
import type { DataStatus } from '../../data/status.ts'
import { isUnderWay } from '../../runs/run.ts'
import { useActions, useLab } from '../lab-context.ts'
import { DownloadProgress } from './download-progress.tsx'
import './images.css'
import { ARCHIVE_BYTES, SAMPLE_BYTES } from './sources.ts'
import { IMAGES } from './texts.ts'

/** The data set: where it comes from, how much of it is here, and what can be done with it. */
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
    source?.kind === 'mirror'
      ? { kind: 'mirror', name: source.name, files: IMAGES.mirror, bytes: data?.bytesTotal ?? 0 }
      : { kind: 'server', ...IMAGES.server, bytes: ARCHIVE_BYTES },
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

function Stock({ data }: { data: DataStatus | null }) {
  const picker = useRef<HTMLInputElement>(null)
  const { importFiles } = useActions()
  return (
    <div className="stock">
      {data !== null && <StockWords data={data} />}
      <div className="stock-keys">
        {data !== null && <StockKeys data={data} />}
        <button type="button" className="key" onClick={() => picker.current?.click()}>
          <FolderOpen strokeWidth={1.5} aria-hidden />
          {IMAGES.keys.choose}
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
  const { phase, error, note, source, files, storage } = data
  const kept = files.reduce((sum, { bytes }) => sum + bytes, 0)
  const moving = phase === 'downloading' || phase === 'importing' || phase === 'paused'
  return (
    <>
      <p>
        {phase === 'ready' ? IMAGES.state.ready(kept, source?.name ?? null) : IMAGES.state[phase]}
      </p>
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
      {kept > 0 && <p className="caption">{IMAGES.storage[storage]}</p>}
    </>
  )
}

function StockKeys({ data }: { data: DataStatus }) {
  const busy = useLab(({ run }) => run !== null && isUnderWay(run))
  const { data: act } = useActions()
  const key = (name: keyof typeof IMAGES.keys, action: Parameters<typeof act>[0]) => (
    <button key={name} type="button" className="key" onClick={() => act(action)}>
      {IMAGES.keys[name]}
    </button>
  )
  switch (data.phase) {
    case 'absent':
    case 'failed':
      return key('download', 'download')
    case 'downloading':
      return [key('pause', 'pause'), key('cancel', 'cancel')]
    case 'paused':
      return [key('resume', 'download'), key('cancel', 'cancel')]
    case 'ready':
      return busy ? null : key('delete', 'delete')
    case 'importing':
      return null
  }
}
