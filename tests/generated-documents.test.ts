import { describe, expect, it } from 'vitest'
import { db } from '../src/db.ts'
import { schoolYearOf } from '../src/school-year.ts'
import { visitor } from './support/app.ts'
import { makeBassin, makeClee, makeCoordinator } from './support/factories.ts'
import { readPdf } from './support/pdf.ts'

const year = schoolYearOf()
const pdf = async (path: string) => {
  const { headers, body } = await visitor().get(path).buffer(true).parse((res, done) => {
    const chunks: Buffer[] = []
    res.on('data', (chunk: Buffer) => chunks.push(chunk))
    res.on('end', () => done(null, Buffer.concat(chunks)))
  }).expect(200)
  expect(headers['content-type']).toBe('application/pdf')
  return { headers, ...(await readPdf(new Uint8Array(body as Buffer))) }
}

describe('what the portal keeps current', () => {
  it('lists the CLEEs by function and structure, the coordinators with their name only if they agreed', async () => {
    const { clee, head, company } = await makeClee('active', 'CLEE du pays de Redon')
    await makeClee('draft', 'CLEE en brouillon')
    const bassin = await makeBassin('Bassin oublié')
    const [discreet, open] = [await makeCoordinator(bassin.id), await makeCoordinator(bassin.id)]
    await db.user.update({ where: { id: discreet.id }, data: { firstName: 'Maël', lastName: 'Le Goff', jobTitle: 'Proviseur adjoint' } })
    await db.user.update({ where: { id: open.id }, data: { firstName: 'Nolwenn', lastName: 'Perrot', jobTitle: 'Conseillère', nameConsentAt: new Date() } })

    const clees = await pdf('/documents/liste-des-clees.pdf')
    expect(clees).toMatchObject({ title: `Les CLEE de l’académie, année ${year}`, language: 'fr-FR', marked: true })
    expect(clees.text).toContain(clee.name)
    expect(clees.text).toContain(head.jobTitle)
    for (const kept of ['en brouillon', head.lastName, company!.lastName, '@']) expect(clees.text).not.toContain(kept)
    expect(clees.roles).toContain('TH')

    const coordinators = await pdf('/documents/coordonnateurs.pdf')
    expect(coordinators.text).toMatch(/Bassin oublié Proviseur adjoint/)
    expect(coordinators.text).toContain('Nolwenn Perrot')
    expect(coordinators.text).toContain('À désigner')
    const csv = (await visitor().get('/documents/coordonnateurs.csv').expect(200)).text
    expect(csv).toContain(`Bassin oublié;Conseillère;Nolwenn Perrot;${year}\r\n`)
    for (const text of [coordinators.text, csv]) for (const kept of ['Maël', 'Le Goff', discreet.email]) expect(text).not.toContain(kept)
    await db.user.update({ where: { id: open.id }, data: { nameConsentAt: null } })
    for (const text of [(await pdf('/documents/coordonnateurs.pdf')).text, (await visitor().get('/documents/coordonnateurs.csv')).text]) expect(text).not.toContain('Perrot')
  })

  it('gives the charter template in force, tagged, with the name of what it fills in', async () => {
    const { version, articles } = await db.charterTemplate.findFirstOrThrow({ where: { publishedAt: { not: null } }, include: { articles: { orderBy: { position: 'asc' } } }, orderBy: { version: 'desc' } })
    const read = await pdf('/documents/modele-de-charte.pdf')
    expect(read).toMatchObject({ title: `Modèle de charte, version ${version}`, marked: true })
    expect(read.text).toContain(`Article ${articles.length} – `)
    expect(read.text).toContain('[communes]')
    expect(read.text).not.toMatch(/\{\w+\}/)
    await visitor().get('/documents/modele-de-charte.pdf').set('If-None-Match', String(read.headers['etag'])).expect(304)
  })

  it('says so while there is nothing to list', async () => {
    expect((await pdf('/documents/liste-des-clees.pdf')).text).toContain('Aucun CLEE n’est encore publié.')
    expect((await pdf('/documents/coordonnateurs.pdf')).text).toContain('Aucun bassin n’est encore enregistré.')
  })
})
