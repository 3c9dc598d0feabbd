import type { Kernel } from '../../codegen/kernel.ts'
import { declareBuffers, type BufferDeclaration } from '../../codegen/storage.ts'
import { groupLanes, groupLanesPrologue, joinTileLanes } from '../../codegen/group-lanes.ts'

export interface NormGradientMergeOptions {
  readonly channels: number
  readonly groups: number
  readonly tilesPerGroup: number
  /** The factor by which gradients are scaled; dbias and dscale are divided by it. */
  readonly lossScale: number
  /** Whether the scale is trained: then there is dscale. */
  readonly scale: boolean
  /** Adds to dbias and dscale rather than overwriting them. */
  readonly accumulate: boolean
}

/**
 * Merges the sums of tiles: sums[group] = (sum dz, sum dz * xhat) of the whole group, f32 [groups][2][channels];
 * dbias = sum dz / lossScale and dscale = sum dz * xhat / lossScale over all groups, f32 [channels].
 * partials f32 [groups * tilesPerGroup][2][channels] as `normGradientReduce` writes them. The order of sums is fixed.
 */
export function normGradientMerge(options: NormGradientMergeOptions): Kernel {
  const { channels, groups, tilesPerGroup, lossScale, scale, accumulate } = options
  const vectors = channels / 4
  const lanes = groupLanes(groups, tilesPerGroup)
  const trained: readonly BufferDeclaration[] = [
    { name: 'dbias', access: 'readWrite', element: 'vec4f', count: vectors },
    { name: 'dscale', access: 'readWrite', element: 'vec4f', count: vectors },
  ]
  const { code, bindings } = declareBuffers([
    {
      name: 'partials',
      access: 'read',
      element: 'vec4f',
      count: groups * tilesPerGroup * 2 * vectors,
    },
    { name: 'sums', access: 'readWrite', element: 'vec4f', count: groups * 2 * vectors },
    ...trained.slice(0, scale ? 2 : 1),
  ])
  const store = 'tileSums[local] = groupSum; tileProducts[local] = groupProduct;'
  const join = 'groupSum += tileSums[other]; groupProduct += tileProducts[other];'
  const write = accumulate ? '+=' : '='
  return {
    label: `normGradientMerge ${groups}x${tilesPerGroup} tiles of ${channels}`,
    code: `${code}
var<workgroup> tileSums: array<vec4f, ${lanes.threads}>;
var<workgroup> tileProducts: array<vec4f, ${lanes.threads}>;
@compute @workgroup_size(${lanes.threads})
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {${groupLanesPrologue(lanes)}
  var sum = vec4f();
  var product = vec4f();
  for (var first = 0u; first < ${groups}u; first += ${lanes.groups}u) {
    let group = first + groupLane;
    var groupSum = vec4f();
    var groupProduct = vec4f();
    if (group < ${groups}u) {
      for (var tile = tileLane; tile < ${tilesPerGroup}u; tile += ${lanes.tiles}u) {
        let at = (group * ${tilesPerGroup}u + tile) * ${2 * vectors}u + v;
        groupSum += partials[at];
        groupProduct += partials[at + ${vectors}u];
      }
    }
    ${store}
    workgroupBarrier();
    ${joinTileLanes(lanes, join, store)}
    if (tileLane == 0u && group < ${groups}u) {
      sums[group * ${2 * vectors}u + v] = groupSum;
      sums[group * ${2 * vectors}u + ${vectors}u + v] = groupProduct;
      sum += groupSum;
      product += groupProduct;
    }
    workgroupBarrier();
  }
  tileSums[local] = sum;
  tileProducts[local] = product;
  workgroupBarrier();
  if (local == 0u) {
    for (var other = ${lanes.tiles}u; other < ${lanes.threads}u; other += ${lanes.tiles}u) {
      sum += tileSums[other];
      product += tileProducts[other];
    }
    dbias[v] ${write} sum * ${1 / lossScale};
    ${scale ? `dscale[v] ${write} product * ${1 / lossScale};` : ''}
  }
}
`,
    bindings,
    workgroups: [vectors, 1, 1],
    workgroupBytes: lanes.threads * 32,
    invocations: lanes.threads,
    flops: 0,
  }
}
