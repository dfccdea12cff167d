import { db } from '../db.ts'
import { FieldError } from '../errors.ts'
import { answeringClees, answeringCoordinators } from '../inquiries/answering.ts'
import { toBassin, toClee, toMission, type Destination } from '../inquiries/destination.ts'
import { upperFirst } from '../text.ts'
import { withDe } from '../web/view-helpers.ts'
import type { DeskInquiry } from './queries.ts'

type Placed = Pick<DeskInquiry, 'cleeId' | 'bassinId'>

const isCoordinated = () => ({ coordinators: { some: answeringCoordinators() } })
const isThere = ({ cleeId, bassinId }: Placed, target: Destination) => target.cleeId === cleeId && target.bassinId === bassinId

const optionOf = ({ cleeId, bassinId, words }: Destination) => ({
  value: cleeId ? `clee:${cleeId}` : bassinId ? `bassin:${bassinId}` : 'mission',
  label: upperFirst(words.replace(/^(aux|à la) /, '')),
})

/** Whom an inquiry may be transferred to: those who can answer today, where it is apart. */
export async function listTargets(inquiry: Placed) {
  const bassins = await db.bassin.findMany({ where: isCoordinated(), orderBy: { name: 'asc' } })
  const clees = await db.clee.findMany({ where: answeringClees(), select: { id: true, name: true }, orderBy: { searchName: 'asc' } })
  const targets = [toMission(), ...bassins.map((bassin) => toBassin(bassin)), ...clees.map((clee) => toClee(clee))]
  return targets.filter((target) => !isThere(inquiry, target)).map(optionOf)
}

/** The bassins where nobody can answer this year, by name. */
export async function listSilentBassins() {
  const bassins = await db.bassin.findMany({ where: { NOT: isCoordinated() }, select: { name: true }, orderBy: { name: 'asc' } })
  return bassins.map(({ name }) => name)
}

async function findTarget(kind: string, id: string): Promise<Destination | null> {
  if (kind === 'mission') return toMission()
  const clee = kind === 'clee' ? await db.clee.findFirst({ where: { id, AND: answeringClees() }, orderBy: { id: 'asc' } }) : null
  const bassin = kind === 'bassin' ? await db.bassin.findFirst({ where: { id, ...isCoordinated() }, orderBy: { id: 'asc' } }) : null
  return clee ? toClee(clee) : bassin && toBassin(bassin)
}

/** What a place lacks for somebody to answer there. */
async function missingThere(kind: string, id: string) {
  const bassin = kind === 'bassin' ? await db.bassin.findUnique({ where: { id } }) : null
  if (bassin) return ` : le bassin ${withDe(bassin.name)} n’a pas de coordonnateur`
  return kind === 'clee' ? ' : ce CLEE n’a pas de copilote en poste, ou il est en sommeil ou fermé' : ''
}

/** The destination that a transfer names. Throws FieldError when nobody answers there today, or when it is the present one. */
export async function getTarget(inquiry: Placed, to: string): Promise<Destination> {
  const [kind = '', id = ''] = to.split(':')
  const target = await findTarget(kind, id)
  if (!target) throw new FieldError('to', `Personne ne peut répondre là aujourd’hui${await missingThere(kind, id)}. Choisissez un autre destinataire.`)
  if (isThere(inquiry, target)) throw new FieldError('to', 'La demande y est déjà : choisissez un autre destinataire.')
  return target
}
