import { atAddress, publishedClees } from '../clees/policy.ts'
import { db } from '../db.ts'
import { refuseParameter } from './problems.ts'

/** The id of the bassin of a filter; null without one. Throws RefusedParameters when there is none of that address. */
export async function bassinIdOf(slug: string | undefined) {
  if (slug === undefined) return null
  const bassin = await db.bassin.findUnique({ where: { slug }, select: { id: true } })
  return bassin?.id ?? Promise.reject(refuseParameter('bassin', `ne nomme aucun bassin («\u00a0${slug}\u00a0»)\u00a0: la liste est à l’adresse /api/v1/bassins`))
}

/** The same of a CLEE, by its address or one that it had before. */
export async function cleeIdOf(slug: string | undefined) {
  if (slug === undefined) return null
  const clee = await db.clee.findFirst({ where: { AND: [publishedClees, atAddress(slug)] }, select: { id: true } })
  return clee?.id ?? Promise.reject(refuseParameter('clee', `ne nomme aucun CLEE publié («\u00a0${slug}\u00a0»)\u00a0: la liste est à l’adresse /api/v1/clees`))
}

/** The same of a commune, by its INSEE code. */
export async function communeCodeOf(code: string | undefined) {
  if (code === undefined) return null
  const commune = await db.commune.findUnique({ where: { code }, select: { code: true } })
  return commune?.code ?? Promise.reject(refuseParameter('commune', `ne nomme aucune commune de l’académie («\u00a0${code}\u00a0»)\u00a0: donnez un code INSEE, pas un code postal`))
}
