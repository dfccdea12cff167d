import { describe, expect, it } from 'vitest'
import { db } from '../src/db.ts'
import { visitor } from './support/app.ts'
import { makeClee, makeCommune, makeSchool } from './support/factories.ts'
import { open, readable } from './support/features.ts'
import { lastInquiry, send } from './support/inquiries.ts'

const question = (query: Record<string, string>) => `/participer/question?${new URLSearchParams(query).toString()}`
const says = (lieu: string) => open(visitor(), question({ lieu }))

describe('the place typed is understood as in the search box', () => {
  it('a school by its UAI or its name, a CLEE or a bassin by its name', async () => {
    const { clee, bassin, commune } = await makeClee('active', 'CLEE du Coglais')
    const school = await makeSchool({ name: 'Collège Anne-Glanndour', searchName: 'college anne glanndour maen roch', communeCode: commune.code })
    for (const lieu of [school.uai, 'college anne glanndour', `Collège Anne-Glanndour, Maen Roch (${school.uai})`, 'CLEE du Coglais', `commune de ${commune.name}`]) {
      expect([lieu, await says(lieu)]).toEqual([lieu, expect.stringContaining('Votre message ira aux copilotes du CLEE du Coglais')])
    }
    await send(question({ lieu: 'CLEE du Coglais' })).then(({ status }) => expect(status).toBe(303))
    expect(await lastInquiry()).toMatchObject({ cleeId: clee.id })
    expect(await says(`Bassin ${bassin.name}`)).toContain('Votre message ira')
    await makeSchool({ name: 'Lycée Anne-Glanndour', searchName: 'lycee anne glanndour maen roch', communeCode: commune.code })
    const { text } = await visitor().get(question({ lieu: 'glanndour' })).expect(200)
    expect(readable(text)).toContain('choisissez la vôtre')
    expect(text.match(new RegExp(`href="/participer/question\\?commune=${commune.code}"`, 'g'))).toHaveLength(2)
  })

  it('a name that is nearly right is offered, a place elsewhere is said to be, and so is a mistyped UAI', async () => {
    await makeCommune('Fougères', { code: '35115', searchName: 'fougeres', postalCodes: ['35300'], population: 20_000 })
    const { text } = await visitor().get(question({ lieu: 'fougerres' })).expect(200)
    expect(readable(text)).toContain('Vouliez-vous dire')
    expect(text).toContain(`href="/participer/question?lieu=${encodeURIComponent('Fougères')}"`)
    expect(await says('75001')).toContain('Paris (75) n’est pas dans l’académie')
    expect(await says('Nantes')).toContain('Nantes (44) n’est pas dans l’académie')
    const wrong = await visitor().get(question({ lieu: '0350762A' })).expect(200)
    expect(readable(wrong.text)).toContain('lettre')
    expect(wrong.text).toMatch(/href="\/participer\/question\?lieu=0350762[A-Z]"/)
  })
})

describe('what is not understood is an error of its field', () => {
  it.each([['zzzz', 'Aucune commune de l’académie ne correspond'], ['', 'Saisissez une commune, un code postal ou un établissement.'], ['   ', 'Saisissez une commune'], ['🙂', 'Aucune commune']])('%s', async (lieu, sentence) => {
    const { text } = await visitor().get(question({ lieu })).expect(200)
    expect(text).toMatch(/<title>Erreur/)
    expect(readable(text).split(sentence)).toHaveLength(3)
    expect(text).toContain('<a href="#lieu">')
    expect(text).toMatch(/id="lieu"[^>]* aria-invalid="true" aria-describedby="lieu-erreur"/)
  })

  it('a page without a place asks for one, without error; one whose address is wrong says so', async () => {
    const { text } = await visitor().get('/participer/question').expect(200)
    expect(text).not.toMatch(/<title>Erreur|aria-invalid/)
    for (const page of ['/participer', '/participer/question']) {
      expect(await open(visitor(), `${page}?clee=nope`)).toContain('Le CLEE de cette adresse n’est pas connu')
      for (const commune of ['00000', 'nope']) expect(await open(visitor(), `${page}?${new URLSearchParams({ commune }).toString()}`)).toContain('La commune de cette adresse n’est pas connue')
      expect(await open(visitor(), `${page}?bassin=nope`)).toContain('Le bassin de cette adresse n’est pas connu')
    }
    expect(await db.inquiry.count()).toBe(0)
  })
})
