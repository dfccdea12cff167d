import { confirmRequest, refuseRequest, requestAccount } from '../../src/account-requests/commands.ts'
import { findRequest } from '../../src/account-requests/queries.ts'
import { accountRequestSchema } from '../../src/account-requests/schemas.ts'
import { designateCoordinator } from '../../src/coordinators/commands.ts'
import { designationSchema } from '../../src/coordinators/schemas.ts'
import { db } from '../../src/db.ts'
import { schoolYearOf } from '../../src/school-year.ts'
import { disableAccount } from '../../src/users/access.ts'
import { inviteAccount } from '../../src/users/commands.ts'
import { accountSchema, reasonSchema } from '../../src/users/schemas.ts'
import { findPerson, secretTokenOf } from './steps.ts'

const waiting = {
  email: 'gildas.perrot@exemple.fr',
  firstName: 'Gildas',
  lastName: 'Perrot-Lamballe',
  jobTitle: 'Gérant',
  role: 'company',
  organisationName: 'Menuiserie des Trois Moulins',
  message: 'Nous accueillons chaque année des stagiaires du collège voisin, et voulons rejoindre le CLEE du pays de Vitré.',
}
const refused = {
  email: 'contact.formations@exemple.fr',
  firstName: 'Karine',
  lastName: 'Delaunay',
  jobTitle: 'Responsable commerciale',
  role: 'company',
  organisationName: 'Orientation Réussite Conseil',
}
const reason = 'Un compte est ouvert aux copilotes d’un CLEE et à ses membres, pas pour proposer des prestations payantes aux établissements. L’annuaire des CLEE se consulte sans compte.'

const newcomer = {
  email: 'maiwenn.le-corre@exemple.fr',
  firstName: 'Maïwenn',
  lastName: 'Le Corre',
  jobTitle: 'Proviseure',
  role: 'school_head',
  school: '0350709F',
}

/** Asks for an account, and opens the link that confirms the address. */
async function asks(typed: typeof refused) {
  await requestAccount(accountRequestSchema.parse(typed), '127.0.0.1')
  const request = await findRequest(await secretTokenOf(typed.email, 'account.request'))
  if (!request) throw new Error(`La demande de ${typed.email} est introuvable.`)
  await confirmRequest(request)
  return request
}

async function answersRequests() {
  const [, request] = await Promise.all([asks(waiting), asks(refused)])
  await refuseRequest(await findPerson('mission@exemple.fr'), request, reasonSchema.parse({ reason }).reason)
}

async function namesCoordinator(email: string, bassins: string[]) {
  const mission = await findPerson('mission@exemple.fr')
  const { id: userId } = await findPerson(email)
  for (const { id: bassinId } of await db.bassin.findMany({ where: { name: { in: bassins } }, orderBy: { name: 'asc' } })) {
    await designateCoordinator(mission, designationSchema.parse({ schoolYear: schoolYearOf(), bassinId, userId }))
  }
}

/** What the mission does besides CLEEs: coordinators, accounts, requests. Rennes stays without a coordinator. */
export async function workAtDesk() {
  const mission = await findPerson('mission@exemple.fr')
  await namesCoordinator('nolwenn.gicquel@exemple.fr', ['Redon–Vallons de Vilaine', 'Brocéliande-Combourg'])
  await inviteAccount(mission, accountSchema.parse(newcomer))
  await disableAccount(mission, await db.user.findUniqueOrThrow({ where: { email: 'ronan.le-maout@exemple.fr' } }))
  await answersRequests()
}
