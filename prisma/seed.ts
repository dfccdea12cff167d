import { hashPassword } from '../src/auth/passwords.ts'
import { identitySchema } from '../src/clees/schemas.ts'
import { ensureCommunes } from '../src/communes/import.ts'
import { config } from '../src/config.ts'
import { StartupError } from '../src/database/startup-error.ts'
import { db } from '../src/db.ts'
import { startDeclaration } from '../src/declarations/commands.ts'
import { installPages } from '../src/editorial-pages/starting-pages.ts'
import { previousSchoolYear, schoolYearOf } from '../src/school-year.ts'
import { searchKey, slugify } from '../src/text.ts'
import { accounts, coordinatedBassins, formerBassins } from './demonstration/accounts.ts'
import { bassins } from './demonstration/bassins.ts'
import { broceliandeStories } from './demonstration/clees-broceliande.ts'
import { fougeresVitreStories } from './demonstration/clees-fougeres-vitre.ts'
import { redonStories } from './demonstration/clees-redon.ts'
import { rennesStories } from './demonstration/clees-rennes.ts'
import { saintMaloStories } from './demonstration/clees-saint-malo.ts'
import { workAtDesk } from './demonstration/desk.ts'
import { hearsThePublic } from './demonstration/inquiry-steps.ts'
import { fillsLibrary } from './demonstration/library.ts'
import { demonstrationPassword } from './demonstration/password.ts'
import { schoolFacts } from './demonstration/school-facts.ts'
import { findPerson } from './demonstration/steps.ts'
import type { Story } from './demonstration/story.ts'
import { opensYear } from './demonstration/year-steps.ts'

export { demonstrationPassword }

/** The accounts printed when the portal starts on the demonstration. */
export const demonstrationAccounts = [
  { email: 'mission@exemple.fr', label: 'mission académique' },
  { email: 'coordination@exemple.fr', label: 'coordonnateur de deux bassins' },
  { email: 'cheffe@exemple.fr', label: 'cheffe d’établissement, copilote du CLEE du pays de Fougères' },
  { email: 'entreprise@exemple.fr', label: 'entreprise, copilote du même CLEE' },
  { email: 'nouveau.chef@exemple.fr', label: 'chef d’établissement sans CLEE' },
]

const demonstrationDepartement = '35'

const stories = [...fougeresVitreStories, ...rennesStories, ...saintMaloStories, ...redonStories, ...broceliandeStories]

/** Installs the demonstration, through the portal's commands. Throws StartupError, and writes nothing, when a CLEE exists. */
export async function seedDemonstration(): Promise<void> {
  if (await db.clee.count()) throw new StartupError('Cette base contient déjà un CLEE : la démonstration ne s’installe que dans une base vide.')
  await ensureCommunes([...new Set([...config.departements, demonstrationDepartement])])
  await createSchools()
  await createBassins()
  await createAccounts()
  for (const story of stories) await play(story)
  await workAtDesk()
  await opensYear()
  await hearsThePublic()
  await installPages()
  await fillsLibrary()
}

// What follows skips what is there: a seed interrupted before its first CLEE starts again.
const createSchools = () =>
  db.school.createMany({
    data: schoolFacts.map((school) => ({ ...school, searchName: searchKey(`${school.name} ${school.city}`) })),
    skipDuplicates: true,
  })

const createBassins = () =>
  db.bassin.createMany({
    data: bassins.map((bassin) => ({ ...bassin, searchName: searchKey(bassin.name), slug: slugify(bassin.name) })),
    skipDuplicates: true,
  })

async function createAccounts() {
  const passwordHash = await hashPassword(demonstrationPassword)
  await db.user.createMany({ data: accounts.map((account) => ({ ...account, passwordHash })), skipDuplicates: true })
  await followBassins('coordination@exemple.fr', coordinatedBassins, schoolYearOf())
  // Rows, not commands: nobody names coordinators for a year that is over (R9), and these were named during it.
  for (const [email, names] of Object.entries(formerBassins)) await followBassins(email, names, previousSchoolYear(schoolYearOf()))
}

async function followBassins(email: string, names: string[], schoolYear: string) {
  const { id: userId } = await findPerson(email)
  const followed = await db.bassin.findMany({ where: { name: { in: names } }, orderBy: { name: 'asc' } })
  await db.bassinCoordinator.createMany({ data: followed.map(({ id }) => ({ bassinId: id, userId, schoolYear })), skipDuplicates: true })
}

async function play({ head, identity, steps }: Story) {
  const chosen = await db.bassin.findMany({ where: { name: { in: identity.bassins } }, orderBy: { name: 'asc' } })
  const input = identitySchema.parse({ ...identity, bassinIds: chosen.map(({ id }) => id) })
  const { slug } = await startDeclaration(await findPerson(head), input)
  const stage = { slug, emails: { education: head, mission: 'mission@exemple.fr', coordinator: 'coordination@exemple.fr' } }
  for (const step of steps) await step(stage)
}
