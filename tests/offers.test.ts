import { describe, expect, it } from 'vitest'
import { db } from '../src/db.ts'
import { signedIn } from './support/app.ts'
import { dayFrom, makeClee, makeSchool, makeUser } from './support/factories.ts'
import { mailsOf, readable, submit } from './support/features.ts'

const boss = { firstName: 'Yann', lastName: 'Guivarch', email: 'yann@entreprise.test', jobTitle: 'Directeur', organisationName: 'Chantiers du Nord', siret: '', startsOn: '', endsOn: '' }
const principal = { firstName: 'Maël', lastName: 'Le Goff', email: 'mael@college.test', jobTitle: 'Principal', startsOn: '', endsOn: '' }
const pathOf = (slug: string, side: 'education' | 'economie') => `/clees/${slug}/copilotes/invitation?monde=${side}`

describe('an invitation to a seat', () => {
  it('of the education side is told to the mission, the co-pilots, the heads of the school and its mailbox', async () => {
    const { clee, head, company, mission } = await makeClee('active')
    const school = await makeSchool({ name: 'Collège Mahatma Gandhi', kind: 'college' })
    const colleague = await makeUser('school_head', { schoolUai: school.uai })
    await makeUser('school_head', { schoolUai: school.uai, isActive: false })
    const agent = await signedIn(company!)
    await submit(agent, pathOf(clee.slug, 'education'), { ...principal, school: school.uai }).expect(303)
    const mailbox = `ce.${school.uai.toLowerCase()}@ac-rennes.fr`
    expect(await mailsOf('copilot.designation')).toEqual([head.email, mission.email, colleague.email, mailbox].toSorted())
    const mails = await db.mail.findMany({ where: { event: 'copilot.designation' } })
    for (const { text } of mails) {
      expect(readable(text)).toContain(`${company!.firstName} ${company!.lastName} invite Maël Le Goff (Principal, Collège Mahatma Gandhi)`)
      expect(text).toContain('n’est pas une adresse de l’académie')
      expect(text).not.toContain(principal.email)
    }
    await db.mail.deleteMany({ where: { event: 'copilot.designation' } })
    await submit(agent, pathOf(clee.slug, 'education'), { ...principal, email: 'lea@ac-rennes.fr', school: school.uai }).expect(303)
    expect(await db.mail.count({ where: { event: 'copilot.designation', text: { contains: 'adresse de l’académie' } } })).toBe(0)
    await submit(agent, pathOf(clee.slug, 'economie'), boss).expect(303)
    expect(await db.mail.count({ where: { event: 'copilot.designation' } })).toBe(4)
  })

  it('offered by a hand-over is told to the school too; the mission reads of an address of elsewhere', async () => {
    const { clee, head, company, mission } = await makeClee('active')
    const seat = await db.copilot.findFirstOrThrow({ where: { userId: head.id } })
    const typed = { ...principal, school: head.schoolUai, endsOn: dayFrom(30), startsOn: dayFrom(20) }
    await submit(await signedIn(head), `/clees/${clee.slug}/copilotes/${seat.id}/passation`, typed).expect(303)
    expect(await mailsOf('copilot.designation')).toEqual([`ce.${head.schoolUai!.toLowerCase()}@ac-rennes.fr`])
    expect(await mailsOf('copilot.handover')).toEqual([company!.email, mission.email].toSorted())
    expect(await db.mail.findFirstOrThrow({ where: { event: 'copilot.handover', toEmail: mission.email } })).toMatchObject({ text: expect.stringContaining('n’est pas une adresse de l’académie') })
  })
})
