import { useMemo } from 'react'
import { resolveRecipe } from '../../recipe/choice.ts'
import { formatCount } from '../format.ts'
import { useLab } from '../lab-context.ts'
import { Block } from './block.tsx'
import { layerWords, shapeWords } from './layer-words.ts'
import { layerTable } from './layers.ts'
import { INSIDE } from './texts.ts'

const TEXT = INSIDE.layers

/** The network that is set up, layer by layer, with where its numbers and operations are. */
export function Layers() {
  const choice = useLab(({ setup }) => setup.choice)
  const { rows, parameters, flops } = useMemo(
    () => layerTable(resolveRecipe(choice).network),
    [choice],
  )
  const most = Math.max(...rows.map((row) => row.flops))
  return (
    <Block
      id="layers"
      title={TEXT.title}
      side={
        <>
          <p>{TEXT.totals(parameters, flops)}</p>
          <p>{TEXT.bars}</p>
        </>
      }
    >
      <table className="layers">
        <thead>
          <tr>
            <th scope="col">{TEXT.layer}</th>
            <th scope="col">{TEXT.output}</th>
            <th scope="col" className="number">
              {TEXT.parameters}
            </th>
            <th scope="col" className="number">
              {TEXT.flops}
            </th>
            <td className="bar" aria-hidden />
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            <tr key={i}>
              <th scope="row">{row.layers.map(layerWords).join(', ')}</th>
              <td className="second">{shapeWords(row.output)}</td>
              <td className="number">{row.parameters > 0 && formatCount(row.parameters)}</td>
              <td className="number">{row.flops > 0 && TEXT.millions(row.flops)}</td>
              <td className="bar" aria-hidden>
                <i style={{ width: `${(100 * row.flops) / most}%` }} />
              </td>
            </tr>
          ))}
          <tr className="sum">
            <th scope="row" colSpan={2}>
              {TEXT.all}
            </th>
            <td className="number">{formatCount(parameters)}</td>
            <td className="number">{TEXT.millions(flops)}</td>
            <td className="bar" aria-hidden />
          </tr>
        </tbody>
      </table>
    </Block>
  )
}
