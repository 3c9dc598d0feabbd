import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { presetNamed } from '../../recipe/presets.ts'
import { LARGE_FILES } from '../../hosting/large-files.ts'
import { readWeightsFile } from '../../trainer/read-weights-file.ts'
import { SHIPPED_NETWORK, SHIPPED_PRESET } from '../../trainer/shipped/shipped-network.ts'
import { mostConfidentMistakes } from '../inspection/mistakes.ts'
import { readShippedPredictions } from './predictions.ts'

const { weights, predictions, mistakes, testImages, correct } = SHIPPED_NETWORK
const publicFile = async (name: string) =>
  new Uint8Array(await readFile(new URL(`../../../public/${name}`, import.meta.url)))

describe('the shipped network', () => {
  it('is what the manifest says, and cached for offline once used', async () => {
    for (const { file, bytes, sha256 } of [weights, predictions, mistakes]) {
      const content = await publicFile(file)
      expect(content).toHaveLength(bytes)
      expect(createHash('sha256').update(content).digest('hex')).toBe(sha256)
      expect(LARGE_FILES).toContain(file)
    }
  })

  it('has the network of its preset, in about 4 MB', async () => {
    const { recipe } = readWeightsFile(await publicFile(weights.file))
    const { network } = presetNamed(SHIPPED_PRESET).recipe
    const norm = { ...recipe.network.norm, groupSize: network.norm.groupSize }
    expect({ ...recipe.network, norm }).toEqual(network)
    expect(weights.bytes).toBeLessThan(4.2e6)
  })

  it('has predictions that come to its accuracy, and the images of all its mistakes', async () => {
    const [file, images] = await Promise.all(
      [predictions, mistakes].map((known) => publicFile(known.file)),
    )
    const shipped = await readShippedPredictions(file, images)
    const wrong = mostConfidentMistakes(shipped.predictions)
    expect(testImages - wrong.length).toBe(correct.shipped)
    expect([...shipped.mistakes.keys()].sort((a, b) => a - b)).toEqual(
      wrong.toSorted((a, b) => a - b),
    )
    expect(new Set(shipped.mistakes.get(wrong[0])).size).toBeGreaterThan(20)
    const short = readShippedPredictions(file, images.slice(0, -20))
    await expect(short).rejects.toThrow('damaged or truncated')
  })
})
