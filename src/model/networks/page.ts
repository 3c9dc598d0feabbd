import type { PageNetwork } from '../../recipe/schema/network.ts'
import { INPUT_SHAPE, type Layer, type Shape } from '../layers.ts'
import { activation, conv, norm, pooled, scaled, whitened, withHead } from './parts.ts'

/** Page's networks from the search of part 4 to the end of part 8. */
export function pageNetwork(network: PageNetwork, input: Shape): Layer[] {
  const [prep, ...stages] = network.channels.map((channels) => scaled(channels, network.width))
  const activate = activation(network)
  const unit = (name: string, from: number, to: number): Layer[] => [
    conv(`${name}.conv`, from, to),
    norm(`${name}.norm`, to, network.norm),
    activate,
  ]
  const first = network.whitening ? whitened(network.whitening) : null
  const start: Layer[] = first
    ? [
        first,
        conv('prep.conv', first.out, prep, { kernel: 1 }),
        norm('prep.norm', prep, network.norm),
        activate,
      ]
    : unit('prep', INPUT_SHAPE.channels, prep)
  const layers = stages.flatMap((channels, i): Layer[] => {
    const name = `layer${i + 1}`
    const residual: Layer = {
      kind: 'residual',
      shortcut: [],
      body: [
        ...unit(`${name}.res1`, channels, channels),
        ...unit(`${name}.res2`, channels, channels),
      ],
    }
    const has = (stages: PageNetwork['extras']) => stages.some((stage) => stage === i + 1)
    return [
      ...halved(network, name, i === 0 ? prep : stages[i - 1], channels),
      ...(has(network.residuals) ? [residual] : []),
      ...(has(network.extras) ? unit(`${name}.extra`, channels, channels) : []),
    ]
  })
  return withHead([...start, ...layers], input, network)
}

/** A stage's own convolution, which halves the side. */
function halved(network: PageNetwork, name: string, from: number, to: number): Layer[] {
  const { downsampling, stageKernel: kernel } = network
  const after = [norm(`${name}.norm`, to, network.norm), activation(network)] as const
  if (downsampling === 'stride') {
    return [conv(`${name}.conv`, from, to, { kernel, stride: 2 }), ...after]
  }
  const convolution = conv(`${name}.conv`, from, to, { kernel })
  return pooled(convolution, after, { kind: downsampling, size: 2 }, network.pool)
}
