import { describe, expect, it } from 'vitest'
import { db } from '../src/db.ts'
import { signedIn } from './support/app.ts'
import { makeClee, makeCommune } from './support/factories.ts'
import { readable, statusesOf, submit } from './support/features.ts'

const seenIn = (html: string) => /name="seen" value="([^"]+)"/.exec(html)?.[1] ?? ''

/** Two co-pilots who have the same page open. */
async function makeTwoEditors(page: string) {
  const { clee, head, company, bassin } = await makeClee('active')
  const [one, other] = [await signedIn(head), await signedIn(company!)]
  const path = `/clees/${clee.slug}/${page}`
  const seen = seenIn((await one.get(path).expect(200)).text)
  const identity = { name: clee.name, bassinIds: bassin.id, legalForm: 'none', presentation: clee.presentation, seen }
  return { clee, one, other, path, seen, identity }
}

describe('two people with one identity open', () => {
  it('the second to save reads what the first has saved, keeps what was typed, and decides', async () => {
    const { clee, one, other, path, identity } = await makeTwoEditors('identite')
    await submit(one, path, { ...identity, presentation: 'Le texte de l’une.' }).expect(303)
    const page = await submit(other, path, { ...identity, longName: 'Un nom complet' }).expect(422)
    expect(readable(page.text)).toContain('Quelqu’un a enregistré d’autres valeurs pendant que vous écriviez')
    expect(readable(page.text)).not.toContain('Le formulaire contient')
    expect(page.text).toContain('Le texte de l’une.')
    expect(page.text).toContain('Un nom complet')
    expect(await db.clee.findUnique({ where: { id: clee.id } })).toMatchObject({ presentation: 'Le texte de l’une.', longName: '' })
    await submit(other, path, { ...identity, longName: 'Un nom complet', seen: seenIn(page.text) }).expect(303)
    expect(await db.clee.findUnique({ where: { id: clee.id } })).toMatchObject({ longName: 'Un nom complet' })
  })

  it('saving at once, one is told', async () => {
    const { one, other, path, identity } = await makeTwoEditors('identite')
    expect(await statusesOf([submit(one, path, { ...identity, longName: 'A' }), submit(other, path, { ...identity, longName: 'B' })])).toEqual([303, 422])
  })
})

describe('two people with one territory open', () => {
  it('adding a commune leaves the text that the other has saved', async () => {
    const { clee, one, other, path, seen } = await makeTwoEditors('territoire')
    const { code } = await makeCommune('Parcé')
    await submit(one, path, { territory: 'La vallée.', seen }).expect(303)
    await submit(other, `${path}/communes`, { territory: '', seen, communeCodes: code }).expect(303)
    expect(await db.clee.findUnique({ where: { id: clee.id }, include: { communes: true } })).toMatchObject({ territory: 'La vallée.', communes: expect.arrayContaining([expect.objectContaining({ communeCode: code })]) })
  })

  it('a text typed over another’s comes back with both', async () => {
    const { clee, one, other, path, seen } = await makeTwoEditors('territoire')
    await submit(one, path, { territory: 'La vallée.', seen }).expect(303)
    const page = await submit(other, path, { territory: 'La forêt.', seen }).expect(422)
    for (const text of ['La vallée.', 'La forêt.']) expect(page.text).toContain(text)
    expect(await db.clee.findUnique({ where: { id: clee.id } })).toMatchObject({ territory: 'La vallée.' })
  })
})

it('two people with one member open: the second reads what the first has saved', async () => {
  const { clee, one, other } = await makeTwoEditors('identite')
  const typed = { world: 'employment', organisationName: 'Mission locale', jobTitle: 'Directrice', hasSeat: 'oui' }
  await submit(one, `/clees/${clee.slug}/membres/ajout`, typed).expect(303)
  const { id } = await db.member.findFirstOrThrow({ where: { cleeId: clee.id } })
  const path = `/clees/${clee.slug}/membres/${id}/modification`
  const seen = seenIn((await other.get(path).expect(200)).text)
  await submit(one, path, { ...typed, jobTitle: 'Directrice générale', seen }).expect(303)
  const page = await submit(other, path, { ...typed, lastName: 'Guivarch', seen }).expect(422)
  for (const text of ['Directrice générale', 'Guivarch', 'Quelqu’un a enregistré']) expect(readable(page.text) + page.text).toContain(text)
  expect(await db.member.findUnique({ where: { id } })).toMatchObject({ jobTitle: 'Directrice générale', lastName: '' })
})
