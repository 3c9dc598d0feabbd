import { buildNetwork } from '../../../model/networks.ts'
import type { Inspections } from '../../../runs/inspection/inspections.ts'
import { useInspections } from '../../context/gallery-context.ts'
import { Raster } from '../raster.tsx'
import type { ShownNetwork } from '../shown-network.ts'
import { useReading } from '../use-reading.ts'
import { EigenvalueChart } from './eigenvalue-chart.tsx'
import { composed, filterPixels, type Filters, firstLayers } from './filters.ts'
import { ReadBlock } from './read-block.tsx'
import { NETWORK } from './texts.ts'

const TEXT = NETWORK.filters

interface SeenFilters {
  readonly first: Filters
  /** Behind a whitening layer, largest first; else null. */
  readonly eigenvalues: readonly number[] | null
  /** The first trained convolution's filters, combined with the whitening layer; null if `first` is trained. */
  readonly behind: Filters | null
}

/** The first filters: whitening filters and the trained ones after them, or the first convolution's. */
export function FiltersBlock({ network }: { network: ShownNetwork }) {
  const inspections = useInspections()
  const reading = useReading<SeenFilters>()
  return (
    <ReadBlock
      id="filters"
      network={network}
      shippedTells
      title={TEXT.title}
      what={
        <>
          <p>{TEXT.what}</p>
          {reading.value !== null && (
            <p>{reading.value.eigenvalues === null ? TEXT.trained : TEXT.whitening}</p>
          )}
        </>
      }
      read={TEXT.read}
      reading={reading}
      ask={() => reading.ask(() => readFilters(inspections, network))}
    >
      {({ first, eigenvalues, behind }) => (
        <>
          <FilterTiles filters={first} values={eigenvalues} />
          {eigenvalues !== null && <EigenvalueChart values={eigenvalues} />}
          {behind !== null && (
            <>
              <h3 className="figure-title">{TEXT.behind(behind.count)}</h3>
              <FilterTiles filters={behind} values={null} />
            </>
          )}
        </>
      )}
    </ReadBlock>
  )
}

async function readFilters(
  inspections: Inspections,
  { recipe, isShipped }: ShownNetwork,
): Promise<SeenFilters> {
  const layers = firstLayers(buildNetwork(recipe.network))
  if (layers === null) throw new Error(TEXT.noConvolution)
  const read = (layer: string) => readWeights(inspections, layer, isShipped ? 'shipped' : 'run')
  const [first, eigenvalues] = await read(layers.first.name)
  const seen = { side: layers.first.kernel, count: layers.first.out, values: first }
  const behind = layers.behind === null ? null : (await read(layers.behind.name))[0]
  return {
    first: seen,
    eigenvalues: eigenvalues && [...eigenvalues],
    behind: behind && composed(seen, behind),
  }
}

async function readWeights(
  inspections: Inspections,
  layer: string,
  network: 'run' | 'shipped',
): Promise<readonly [Float32Array, Float64Array | null]> {
  const result = await inspections.ask({ what: 'weights', layer }, network)
  if (result.what !== 'weights') throw new Error(`Expected weights, got ${result.what}.`)
  return [result.values, result.eigenvalues]
}

interface FilterTilesProps {
  readonly filters: Filters
  /** A number per option, if any. */
  readonly values: readonly number[] | null
}

function FilterTiles({ filters, values }: FilterTilesProps) {
  return (
    <ul className="filters">
      {Array.from({ length: filters.count }, (_, i) => (
        <li key={i}>
          <Raster
            className="filter"
            width={filters.side}
            height={filters.side}
            rgba={filterPixels(filters, i)}
            label={TEXT.filter(i + 1)}
          />
          {values !== null && <span>{TEXT.eigenvalue(values[i % values.length])}</span>}
        </li>
      ))}
    </ul>
  )
}
