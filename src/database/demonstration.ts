import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { config } from '../config.ts'
import { db } from '../db.ts'
import { emptyingStatement } from './empty-tables.ts'
import { withLock } from './lock.ts'

const demonstrationLock = 2016185

/**
 * Installs the demonstration in an embedded database that has no CLEE. Portals started together install it once; a
 * mark in the data directory tells the next start that a killed one left it half done, and it is begun again.
 */
export const installDemonstration = (url: string) =>
  withLock(url, demonstrationLock, async () => {
    const mark = join(config.dataDirectory, 'demonstration-en-cours')
    if (existsSync(mark)) await db.$executeRawUnsafe(await emptyingStatement())
    else if (await db.clee.count()) return
    writeFileSync(mark, '')
    console.log('Première visite : installation de la démonstration…')
    const { seedDemonstration } = await import('../../prisma/seed.ts')
    await seedDemonstration()
    rmSync(mark)
  })
