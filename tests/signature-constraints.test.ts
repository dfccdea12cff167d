import { describe, expect, it } from 'vitest'
import { db } from '../src/db.ts'
import { makeClee, makeUser } from './support/factories.ts'
import { bringCharter, type CharterStage } from './support/features.ts'

async function bring(stage: CharterStage) {
  const made = await makeClee('active')
  await bringCharter(made.clee.id, made.head, made.mission, stage)
  return made
}

describe('about signatures, the database itself', () => {
  const insert = (charterId: string, userId: string) => db.signature.create({ data: { charterId, userId, signatory: 'education', name: 'A', jobTitle: 'B', structure: 'C' } })

  it('keeps signatures: neither changed nor deleted, nor with their version', async () => {
    const { head } = await bring('submitted')
    await insert((await db.charter.findFirstOrThrow()).id, head.id)
    await expect(db.$executeRaw`UPDATE signatures SET name = 'Autre'`).rejects.toThrow('R7')
    await expect(db.$executeRaw`UPDATE signatures SET signed_at = now()`).rejects.toThrow('R7')
    await expect(db.$executeRaw`DELETE FROM signatures`).rejects.toThrow('R7')
    await expect(db.$executeRaw`DELETE FROM charters`).rejects.toThrow()
    await expect(db.$transaction([db.$queryRaw`SELECT set_config('portail.forgetting', 'on', true)`, db.$executeRaw`UPDATE signatures SET job_title = 'Autre'`])).rejects.toThrow('R7')
    expect(await db.signature.count({ where: { jobTitle: 'B' } })).toBe(1)
  })

  it.each(['draft', 'proposed', 'returned', 'replaced'] as const)('refuses a signature on a version that is %s', async (stage) => {
    const { head } = await bring(stage)
    const charter = await db.charter.findFirstOrThrow({ where: { status: stage } })
    await expect(insert(charter.id, head.id)).rejects.toThrow('R7')
  })

  it('refuses a second signature of the same person', async () => {
    const { head } = await bring('validated')
    const { id } = await db.charter.findFirstOrThrow()
    await insert(id, head.id)
    await expect(insert(id, head.id)).rejects.toThrow('Unique')
    const second = await makeUser('school_head')
    expect(await insert(id, second.id)).toMatchObject({ charterId: id })
  })
})
