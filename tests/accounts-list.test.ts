import { beforeEach, describe, expect, it } from 'vitest'
import type TestAgent from 'supertest/lib/agent.js'
import { db } from '../src/db.ts'
import { signedIn } from './support/app.ts'
import { makeClee, makeMission, makeSchool, makeUser } from './support/factories.ts'
import { open } from './support/features.ts'

const nobody = '01900000-0000-7000-8000-000000000000'
let agent: TestAgent

beforeEach(async () => {
  agent = await signedIn(await makeMission())
})

describe('the list of accounts', () => {
  it('is searched by name, address, school and organisation, without case or accents', async () => {
    const school = await makeSchool({ name: 'Collège Anne de Bretagne' })
    await makeUser('school_head', { firstName: 'Zoé', lastName: 'Quéméneur', email: 'zq@ailleurs.test', schoolUai: school.uai })
    await makeUser('company', { firstName: 'Hoël', lastName: 'Tanguy' })
    for (const texte of ['quemeneur', 'ZOE que', 'zq@ailleurs.test', 'anne bretagne', school.uai]) {
      const page = await open(agent, `/comptes?${new URLSearchParams({ texte }).toString()}`)
      expect([texte, page.includes('Quéméneur'), page.includes('Tanguy')]).toEqual([texte, true, false])
    }
    expect(await open(agent, '/comptes?texte=zzz')).toContain('Aucun compte ne correspond à ces filtres')
    expect(await open(agent, '/comptes?texte=%25_%27')).toContain('Aucun compte')
  })

  it('is filtered by role and state, sorted, cut in pages, and exported', async () => {
    await db.user.createMany({ data: Array.from({ length: 60 }, (_, number) => ({ email: `p${number}@essai.test`, firstName: 'P', lastName: `Nom${String(number).padStart(2, '0')}`, jobTitle: '=1+1', role: 'company' as const })) })
    await makeUser('company', { lastName: 'Fermé', isActive: false })
    const page = await open(agent, '/comptes?role=company&etat=invite&tri=-nom')
    expect(page).toContain('60 comptes')
    expect(page.indexOf('Nom59')).toBeLessThan(page.indexOf('Nom58'))
    expect(page).not.toContain('Nom05')
    expect(await open(agent, '/comptes?role=company&etat=invite&tri=-nom&page=2')).toContain('Nom05')
    expect(await open(agent, '/comptes?etat=desactive')).toContain('Fermé')
    expect(await open(agent, '/comptes?role=x&etat=y&tri=z&page=-1')).toContain('62 comptes')
    const csv = await agent.get('/comptes.csv?role=company&etat=invite').expect(200)
    expect(csv.text.split('\r\n')).toHaveLength(62)
    expect(csv.text).toContain("'=1+1")
    expect(csv.text).toMatch(/;\d{4}-\d\d-\d\d \d\d:\d\d\r\n/)
  })

  it('an account shows who it is, its seats and its history', async () => {
    const { head, clee } = await makeClee('active')
    const page = await open(agent, `/comptes/${head.id}`)
    for (const text of [head.email, head.lastName, clee.name, 'Mise en place déclarée', 'Actif']) expect(page).toContain(text)
    for (const id of [nobody, 'x', 'demandes2']) await agent.get(`/comptes/${id}`).expect(404)
  })
})
