import { db } from '../db.ts'
import { withDatabase } from './lifecycle.ts'
import { StartupError } from './startup-error.ts'

await withDatabase(async () => {
  if (await db.clee.count()) throw new StartupError('Cette base contient déjà un CLEE : la démonstration ne s’installe que dans une base vide.')
  const { demonstrationPassword, seedDemonstration } = await import('../../prisma/seed.ts')
  await seedDemonstration()
  console.log(`Démonstration installée. Mot de passe de ses comptes : ${demonstrationPassword}`)
})
