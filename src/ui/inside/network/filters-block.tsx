import { buildNetwork } from '../../../model/networks.ts'
import { resolveRecipe } from '../../../recipe/choice.ts'
import type { Inspections } from '../../../runs/inspections.ts'
import { useInspections } from '../../gallery-context.ts'
import { Raster } from '../raster.tsx'
import type { Subject } from '../subject.ts'
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
  /** What the first trained convolution looks for, seen through a whitening layer; null where `first` is it. */
  readonly behind: Filters | null
}

/** What the network looks for first: whitening filters and what is trained on them, or the first convolution's own. */
export function FiltersBlock() {
  const inspections = useInspections()
  const reading = useReading<SeenFilters>()
  return (
    <ReadBlock
      id="filters"
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
      ask={(subject) => reading.ask(() => readFilters(inspections, subject))}
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

async function readFilters(inspections: Inspections, { request }: Subject): Promise<SeenFilters> {
  const layers = firstLayers(buildNetwork(resolveRecipe(request.choice).network))
  if (layers === null) throw new Error(TEXT.noneToSee)
  const [first, eigenvalues] = await readWeights(inspections, layers.first.name)
  const seen = { side: layers.first.kernel, count: layers.first.out, values: first }
  const behind =
    layers.behind === null ? null : (await readWeights(inspections, layers.behind.name))[0]
  return {
    first: seen,
    eigenvalues: eigenvalues && [...eigenvalues],
    behind: behind && composed(seen, behind),
  }
}

async function readWeights(
  inspections: Inspections,
  layer: string,
): Promise<readonly [Float32Array, Float64Array | null]> {
  const result = await inspections.ask({ what: 'weights', layer })
  if (result.what !== 'weights') throw new Error(`Asked for weights, got ${result.what}.`)
  return [result.values, result.eigenvalues]
}

interface FilterTilesProps {
  readonly filters: Filters
  /** A number that belongs to each, where there is one. */
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
