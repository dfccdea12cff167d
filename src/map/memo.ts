import { createHash } from 'node:crypto'
import { drawScene, type Scene, type Subject } from './scene.ts'
import type { Survey } from './survey.ts'

/** Drawings kept: those of the académie and of a few bassins, of which each visitor asks again. */
const most = 24
const drawn = new Map<string, Scene | null>()

const asArray = (_key: string, value: unknown) => (value instanceof Set ? [...value] : value)
// All that the drawing is made from: what changes in the data makes another drawing.
const stampOf = (survey: Survey, subject: Subject) => createHash('sha1').update(JSON.stringify([survey.spots, subject], asArray)).digest('base64')

/** The drawing of this, made once as long as nothing of it changes. */
export function rememberScene(survey: Survey, subject: Subject): Scene | null {
  const stamp = stampOf(survey, subject)
  const known = drawn.get(stamp)
  const scene = known === undefined ? drawScene(survey, subject) : known
  drawn.delete(stamp)
  drawn.set(stamp, scene)
  if (drawn.size > most) for (const oldest of [...drawn.keys()].slice(0, drawn.size - most)) drawn.delete(oldest)
  return scene
}
