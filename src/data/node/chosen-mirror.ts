import { readFileSync } from 'node:fs'
import * as v from 'valibot'
import { HUGGING_FACE, type Mirror, MirrorSchema } from '../source/mirror.ts'

/**
 * The mirror that a build of the page knows: what the file named by the environment variable LAB94_MIRROR describes, else
 * Hugging Face. Throws if that file is not such a description.
 */
export function chosenMirror(): Mirror {
  const path = process.env.LAB94_MIRROR
  if (path === undefined || path === '') return HUGGING_FACE
  const parsed = v.safeParse(MirrorSchema, JSON.parse(readFileSync(path, 'utf8')))
  if (parsed.success) return parsed.output
  throw new Error(`LAB94_MIRROR names ${path}: ${v.summarize(parsed.issues)}`)
}
