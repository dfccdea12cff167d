import { beforeEach, describe, expect, it } from 'vitest'
import type TestAgent from 'supertest/lib/agent.js'
import { readCharterSettings } from '../src/charters/settings.ts'
import { db } from '../src/db.ts'
import { signedIn } from './support/app.ts'
import { makeClee, makeMission } from './support/factories.ts'
import { bringCharter, follow, open, readable, sortedStatuses, submit } from './support/features.ts'
import { hiddenOf, templateEvents, templatePath } from './support/templates.ts'

const path = `${templatePath}/regles`
const defaults = { needsAgreement: true, agreementReminderDays: 5, validityYears: 3, signatories: ['education', 'economy'] }
const typed = { agreementReminderDays: '10', validityYears: '4', signatories: ['education', 'economy', 'mission'] }
let mission: TestAgent

beforeEach(async () => {
  mission = await signedIn(await makeMission())
})

const seenBy = async (agent: TestAgent) => hiddenOf((await agent.get(path).expect(200)).text, 'seen')

describe('the rules of all charters', () => {
  it('are saved, noted with what they were, and read on the page of the template', async () => {
    expect(await open(mission, templatePath)).toContain('Au bout de 5 jours')
    const page = await follow(mission, await submit(mission, path, { ...typed, seen: await seenBy(mission) }))
    for (const text of ['sont enregistrées', 'Non : une charte part', 'Au bout de 10 jours', '4 ans', 'copilote du monde économique et mission académique']) expect(page).toContain(text)
    const rules = { needsAgreement: false, agreementReminderDays: 10, validityYears: 4, signatories: ['education', 'economy', 'mission'] }
    expect(await readCharterSettings()).toMatchObject(rules)
    expect((await db.auditEntry.findFirstOrThrow({ where: { event: 'template.settings' } })).details).toEqual({ from: defaults, to: rules })
  })

  it('say that an article of the template names them too', async () => {
    expect((await open(mission, path)).match(/vérifiez l’article « Signature, validité et révision »/g)).toHaveLength(2)
  })

  it('leave as they are the versions already sent', async () => {
    const { clee, head, mission: official } = await makeClee('active')
    await bringCharter(clee.id, head, official, 'validated')
    const before = await db.charter.findFirstOrThrow()
    await submit(mission, path, { ...typed, seen: await seenBy(mission) }).expect(303)
    expect(await db.charter.findFirstOrThrow()).toEqual(before)
  })

  it('are not noted when nothing changes', async () => {
    const page = await follow(mission, await submit(mission, path, { needsAgreement: 'oui', agreementReminderDays: '5', validityYears: '3', signatories: ['education', 'economy'], seen: await seenBy(mission) }))
    expect(page).toContain('Rien n’a changé')
    expect(await templateEvents()).toEqual([])
  })

  it.each([
    ['no signatory', { signatories: [] }, 'Cochez au moins un signataire'],
    ['a strange signatory', { signatories: 'pupil' }, 'Choisissez les signataires dans la liste'],
    ['no day', { agreementReminderDays: '0' }, 'de 1 à 60'],
    ['too many days', { agreementReminderDays: '61' }, 'de 1 à 60'],
    ['half a day', { agreementReminderDays: '1,5' }, 'de 1 à 60'],
    ['words', { validityYears: 'trois' }, 'de 1 à 10'],
    ['too many years', { validityYears: '11' }, 'de 1 à 10'],
    ['nothing', { validityYears: '' }, 'de 1 à 10'],
  ])('refuse %s, and keep what was typed', async (_what, wrong, sentence) => {
    const answer = await submit(mission, path, { ...typed, agreementReminderDays: '42', ...wrong, seen: await seenBy(mission) }).expect(422)
    expect(readable(answer.text)).toContain(sentence)
    expect(answer.text).toContain(`value="${'agreementReminderDays' in wrong ? wrong.agreementReminderDays : '42'}"`)
    expect(await readCharterSettings()).toMatchObject(defaults)
  })

  it('are not overwritten unread: the second of two people sees both', async () => {
    const other = await signedIn(await makeMission())
    const [one, two] = [await seenBy(mission), await seenBy(other)]
    const responses = await Promise.all([submit(mission, path, { ...typed, seen: one }), submit(other, path, { ...typed, validityYears: '9', seen: two })])
    expect(sortedStatuses(responses)).toEqual([303, 422])
    const page = responses.find(({ status }) => status === 422)?.text ?? ''
    expect(readable(page)).toContain('Quelqu’un a enregistré d’autres valeurs')
    expect(await templateEvents()).toEqual(['template.settings'])
    await submit(other, path, { ...typed, validityYears: '8', seen: hiddenOf(page, 'seen') }).expect(303)
    expect((await readCharterSettings()).validityYears).toBe(8)
  })

  it('are the mission’s', async () => {
    const { head } = await makeClee('active')
    await submit(await signedIn(head), path, typed).expect(403)
    expect(await readCharterSettings()).toMatchObject(defaults)
  })
})
