import type { DawnNetwork } from '../../recipe/schema/network.ts'
import { INPUT_SHAPE, type Layer, type Shape } from '../layers.ts'
import { activation, conv, norm, scaled, withHead } from './parts.ts'

/**
 * The ResNet of bkj's DAWNBench entry as in Page's part 1: stages of two pre-activated blocks, all but the first halving
 * the side. A block is h = activation(norm(x)), then its convolutions of h added to h itself, or to a strided 1x1
 * convolution of h where sides or channels change.
 */
export function dawnNetwork(network: DawnNetwork, input: Shape): Layer[] {
  const channels = network.channels.map((count) => scaled(count, network.width))
  const activate = activation(network)
  const block = (name: string, from: number, to: number, stride: 1 | 2): Layer[] => {
    const arm =
      stride === 1 && from === to ? [] : [conv(`${name}.arm`, from, to, { kernel: 1, stride })]
    const before = [norm(`${name}.norm1`, from, network.norm), activate]
    if (network.paths === 'shortest') return [...before, ...arm]
    const body = [
      conv(`${name}.conv1`, from, to, { stride }),
      norm(`${name}.norm2`, to, network.norm),
      activate,
      conv(`${name}.conv2`, to, to),
    ]
    return [...before, { kind: 'residual', shortcut: arm, body }]
  }
  const stages = channels.flatMap((to, i): Layer[] => {
    const name = `layer${i + 1}`
    const from = i === 0 ? to : channels[i - 1]
    return [
      ...block(`${name}.block1`, from, to, i === 0 ? 1 : 2),
      ...block(`${name}.block2`, to, to, 1),
    ]
  })
  const first = conv('prep.conv', INPUT_SHAPE.channels, channels[0])
  const prep = network.prepNorm ? [norm('prep.norm', channels[0], network.norm), activate] : []
  return withHead([first, ...prep, ...stages], input, network)
}
