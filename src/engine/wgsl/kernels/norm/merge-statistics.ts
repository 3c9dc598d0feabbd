import type { Kernel } from '../../codegen/kernel.ts'
import { declareBuffers } from '../../codegen/storage.ts'
import { MOMENTS } from './chan.ts'
import { groupLanes, groupLanesPrologue, joinTileLanes } from '../../codegen/group-lanes.ts'

export interface MergeStatisticsOptions {
  readonly channels: number
  readonly groups: number
  readonly tilesPerGroup: number
  readonly epsilon: number
  /** Factor on `running`: the share of this micro-batch in the step. */
  readonly share: number
  /** Adds to `running` rather than overwriting it. */
  readonly accumulate: boolean
}

/** Rows of `coefficients`, each [channels]. */
export const COEFFICIENT_ROWS = 4

/**
 * Merges the statistics of tiles into those of ghost groups, and computes the coefficients of batch norm:
 * coefficients[group] = (mean, 1 / sqrt(M2 / count + epsilon), scale, bias), f32 [groups][4][channels];
 * running = share * the groups' average of (mean, M2 / (count - 1)), f32 [2][channels].
 * statistics f32 [groups * tilesPerGroup][3][channels] as `normStatistics` writes them; scale, bias f32 [channels].
 * The running variance is the unbiased one, as PyTorch's. Tiles are merged in a fixed order, with means relative to the
 * first one's, which preserves precision; a negative M2 counts as 0.
 */
export function mergeStatistics(options: MergeStatisticsOptions): Kernel {
  const { channels, groups, tilesPerGroup, epsilon, share, accumulate } = options
  const vectors = channels / 4
  const lanes = groupLanes(groups, tilesPerGroup)
  const { code, bindings } = declareBuffers([
    {
      name: 'statistics',
      access: 'read',
      element: 'vec4f',
      count: groups * tilesPerGroup * 3 * vectors,
    },
    { name: 'scale', access: 'read', element: 'vec4f', count: vectors },
    { name: 'bias', access: 'read', element: 'vec4f', count: vectors },
    {
      name: 'coefficients',
      access: 'readWrite',
      element: 'vec4f',
      count: groups * COEFFICIENT_ROWS * vectors,
    },
    { name: 'running', access: 'readWrite', element: 'vec4f', count: 2 * vectors },
  ])
  const store =
    'counts[local] = moments.count; means[local] = moments.mean; squares[local] = moments.m2;'
  const join = 'moments = merged(moments, Moments(counts[other], means[other], squares[other]));'
  const write = accumulate ? '+=' : '='
  return {
    label: `mergeStatistics ${groups}x${tilesPerGroup} tiles of ${channels}`,
    code: `${code}${MOMENTS}
var<workgroup> counts: array<f32, ${lanes.threads}>;
var<workgroup> means: array<vec4f, ${lanes.threads}>;
var<workgroup> squares: array<vec4f, ${lanes.threads}>;
@compute @workgroup_size(${lanes.threads})
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {${groupLanesPrologue(lanes)}
  var runningMean = vec4f();
  var runningVariance = vec4f();
  for (var first = 0u; first < ${groups}u; first += ${lanes.groups}u) {
    let group = first + groupLane;
    var moments = Moments();
    var shift = vec4f();
    if (group < ${groups}u) {
      shift = statistics[group * ${tilesPerGroup * 3 * vectors}u + ${vectors}u + v];
      for (var tile = tileLane; tile < ${tilesPerGroup}u; tile += ${lanes.tiles}u) {
        let at = (group * ${tilesPerGroup}u + tile) * ${3 * vectors}u + v;
        moments = merged(moments, Moments(statistics[at].x, statistics[at + ${vectors}u] - shift, statistics[at + ${2 * vectors}u]));
      }
    }
    ${store}
    workgroupBarrier();
    ${joinTileLanes(lanes, join, store)}
    if (tileLane == 0u && group < ${groups}u) {
      let m2 = max(moments.m2, vec4f(0));
      let at = group * ${COEFFICIENT_ROWS * vectors}u + v;
      let mean = moments.mean + shift;
      coefficients[at] = mean;
      coefficients[at + ${vectors}u] = inverseSqrt(m2 / moments.count + ${epsilon});
      coefficients[at + ${2 * vectors}u] = scale[v];
      coefficients[at + ${3 * vectors}u] = bias[v];
      runningMean += mean;
      runningVariance += m2 / max(moments.count - 1, 1);
    }
    workgroupBarrier();
  }
  means[local] = runningMean;
  squares[local] = runningVariance;
  workgroupBarrier();
  if (local == 0u) {
    for (var other = ${lanes.tiles}u; other < ${lanes.threads}u; other += ${lanes.tiles}u) {
      runningMean += means[other];
      runningVariance += squares[other];
    }
    running[v] ${write} runningMean * ${share / groups};
    running[v + ${vectors}u] ${write} runningVariance * ${share / groups};
  }
}
`,
    bindings,
    workgroups: [vectors, 1, 1],
    workgroupBytes: lanes.threads * (4 + 16 + 16),
    invocations: lanes.threads,
    flops: 0,
  }
}
