import { beforeEach, describe, expect, it } from 'vitest'
import { db } from '../src/db.ts'
import { searchKey } from '../src/text.ts'
import { visitor } from './support/app.ts'
import { makeBassin, makeCommune, makeSchool } from './support/factories.ts'
import { publishClee, search } from './support/find.ts'

const fougeres = { latitude: 48.35, longitude: -1.2 }
const vitre = { latitude: 48.12, longitude: -1.21 }

describe('searching the portal', () => {
  beforeEach(async () => {
    const bassin = await makeBassin('Fougères-Vitré')
    await makeCommune('Fougères', { code: '35115', postalCodes: ['35300'], population: 20_000 })
    await makeCommune('Val-Couesnon', { code: '35004', postalCodes: ['35560'] })
    await makeCommune('Saint-Malo', { code: '35288', postalCodes: ['35400'], population: 46_000 })
    await makeCommune('Vitré', { code: '35360', postalCodes: ['35500'], population: 18_000 })
    await makeCommune('Saint-Domineuc', { code: '35265', postalCodes: ['35190'] })
    await makeCommune('Tinténiac', { code: '35337', postalCodes: ['35190'] })
    await db.formerCommune.create({ data: { code: '35004', name: 'Antrain', searchName: 'antrain', communeCode: '35004' } })
    await makeSchool({ uai: '0350011X', name: 'Lycée Jean Guéhenno', searchName: 'lycee jean guehenno fougeres', city: 'Fougères', postalCode: '35305', communeCode: '35115', ...fougeres })
    await makeSchool({ uai: '0350053T', name: 'Lycée Bertrand d’Argentré', searchName: 'lycee bertrand d argentre vitre', city: 'Vitré', communeCode: '35360', ...vitre })
    await publishClee({ name: 'CLEE du pays de Fougères', bassinId: bassin.id, communeCodes: ['35115', '35004', '35265'], longName: 'Comité local école-entreprise des Marches' })
    await publishClee({ name: 'CLEE de la Côte d’Émeraude', communeCodes: ['35288'] })
    await publishClee({ name: 'CLEE du Clos', communeCodes: ['35288'] })
  })

  it.each(['Fougères', 'FOUGERES', 'commune de Fougères', 'CLEE de Fougères', '35115', '35300', 'Fougères (35300)', 'fougeres 35'])('says of « %s » which CLEE covers it, and how to reach it', async (typed) => {
    const { text, links, firstHeading } = await search(typed)
    expect(firstHeading).toBe('Fougères')
    expect(text).toContain('Fougères est dans le périmètre du CLEE du pays de Fougères.')
    expect(links.slice(0, 2)).toEqual(['/clees/clee-du-pays-de-fougeres', '/participer?clee=clee-du-pays-de-fougeres'])
  })

  it('knows a former commune, and « St » for « Saint »; names both CLEEs that cover one commune', async () => {
    expect((await search('Antrain')).text).toContain('Antrain fait partie de la commune de Val-Couesnon. Val-Couesnon est dans le périmètre du CLEE du pays de Fougères.')
    const { text, links } = await search('St Malo')
    expect(text).toContain('Saint-Malo est dans le périmètre de 2 CLEE : CLEE de la Côte d’Émeraude et CLEE du Clos.')
    expect(links).toContain('/participer?clee=clee-du-clos')
  })

  it('says of a commune that no CLEE covers which one is nearest, how far about, and who answers', async () => {
    const { text, links } = await search('Vitré')
    expect(text).toContain('Aucun CLEE ne couvre encore Vitré : voici le plus proche, le CLEE du pays de Fougères (à environ 25 km), et la mission')
    expect(links).toContain('/participer?commune=35360')
    await db.school.updateMany({ data: { latitude: null, longitude: null } })
    expect((await search('Vitré')).text).toMatch(/Aucun CLEE ne couvre encore Vitré : la mission .* répond à vos questions/)
  })

  it('says the same on the page of a school and in the directory', async () => {
    const school = await makeSchool({ uai: '0352686E', name: 'Lycée de Vitré', city: 'Vitré', communeCode: '35360', ...vitre })
    for (const path of ['/clees?commune=Vitré', `/etablissements/${school.uai}`]) {
      const { text } = await visitor().get(encodeURI(path)).expect(200)
      expect(text).toContain('Aucun CLEE ne couvre encore Vitré\u00a0: voici le plus proche, le CLEE du pays de Fougères')
      for (const href of ['/clees/clee-du-pays-de-fougeres', '/participer?commune=35360']) expect(text).toContain(`href="${href}"`)
    }
    expect((await visitor().get('/etablissements/0350011X')).text).toContain('Fougères est dans le périmètre du CLEE du pays de Fougères.')
  })

  it.each(['/etablissements?recherche=fougerres', '/clees?recherche=fougerres', '/clees?commune=fougerres'])('%s offers what was probably meant, and the search of the whole portal', async (path) => {
    const { text } = await visitor().get(path).expect(200)
    for (const href of ['/trouver?q=Foug%C3%A8res', '/trouver?q=fougerres']) expect(text).toContain(`href="${href}"`)
  })

  it('lists the communes of one postal code, each with its CLEE', async () => {
    const { text, firstHeading } = await search('35190')
    expect(firstHeading).toBe('Communes')
    expect(text).toContain('Saint-Domineuc est dans le périmètre du CLEE du pays de Fougères.')
    expect(text).toContain('Aucun CLEE ne couvre encore Tinténiac')
  })

  it('leads from a CEDEX code to the commune of its schools', async () => {
    const { text } = await search('35305')
    expect(text).toContain('35305 est un code postal d’entreprises et d’administrations (CEDEX) de Fougères.')
    expect(text).toContain('Fougères est dans le périmètre du CLEE du pays de Fougères.')
  })

  it('says that a place is not in the académie', async () => {
    expect((await search('Paris')).text).toContain('Paris (75) n’est pas dans l’académie de')
    expect((await search('75001')).text).toContain('Paris (75) n’est pas dans')
  })

  it('finds a school by its UAI or its name, with the CLEE of its commune', async () => {
    for (const typed of ['0350011X', '0350011x', ' 035 0011 X', 'Lycée Jean Guéhenno, Fougères (0350011X)', 'guehenno']) {
      const { text, firstHeading, links } = await search(typed)
      expect(firstHeading, typed).toBe('Lycée Jean Guéhenno')
      expect(text).toContain('Fougères est dans le périmètre du CLEE du pays de Fougères.')
      expect(links[0]).toBe('/etablissements/0350011X')
    }
  })

  it('gives the letter expected of a wrong UAI, and says why another is unknown', async () => {
    const wrong = await search('0350011Y')
    expect(wrong.text).toContain('Le code UAI 0350011Y est faux : après 0350011, la lettre attendue est X.')
    expect(wrong.links).toContain('/trouver?q=0350011X')
    expect((await search('0350001L')).text).toContain('Aucun établissement ne porte le code 0350001L dans l’annuaire du portail. L’annuaire du portail tient les collèges')
    expect((await search('0750652B')).text).toContain('Ses premiers chiffres sont ceux du département 75, qui n’est pas dans l’académie')
  })

  it('says what a private school may be, and of a closed one that it is', async () => {
    await makeSchool({ uai: '0350793X', name: 'Lycée Ozanam', sector: 'private', communeCode: '35115', isOpen: false })
    const { text } = await search('0350793X')
    expect(text).toContain('Il est privé : il peut être membre d’un CLEE ; le copilote du monde éducatif est un chef d’établissement public.')
    expect(text).toContain('Il est fermé.')
  })

  it('finds a CLEE by its name, without « CLEE », by its long name, by an address that it had, closed or not', async () => {
    const closed = await publishClee({ name: 'CLEE des Landes', status: 'closed' })
    await db.cleeOldSlug.create({ data: { slug: 'clee-des-bruyeres', cleeId: closed.id } })
    for (const typed of ['CLEE du pays de Fougères', 'clée pays de fougeres', 'pays de Fougères', 'C.L.E.E. du pays de Fougères', 'comité local école-entreprise des marches']) {
      expect((await search(typed)).firstHeading, typed).toBe('CLEE du pays de Fougères')
    }
    const old = await search('clee-des-bruyeres')
    expect(old.firstHeading).toBe('CLEE des Landes')
    expect(old.text).toContain('Fermé')
    expect(old.links).not.toContain('/participer?clee=clee-des-landes')
  })

  it('finds a bassin, with its CLEEs', async () => {
    for (const typed of ['bassin de Fougères-Vitré', 'Fougères-Vitré']) {
      const { text, links, firstHeading } = await search(typed)
      expect(firstHeading).toBe('Bassin de Fougères-Vitré')
      expect(text).toContain('1 CLEE : CLEE du pays de Fougères.')
      expect(links).toContain('/participer?bassin=fougeres-vitre')
    }
  })

  it('asks whether a word ill typed means one that resembles it', async () => {
    const { text, links } = await search('Fougerres')
    expect(text).toContain('Aucun résultat pour « Fougerres » Vouliez-vous dire Fougères')
    expect(links).toContain('/trouver?q=Foug%C3%A8res')
    expect((await search('lycee guehenot')).text).toContain('Vouliez-vous dire Lycée Jean Guéhenno ?')
  })

  it('finds nothing of a draft, of a CLEE that the mission does not know yet', async () => {
    const draft = await publishClee({ name: 'CLEE secret', communeCodes: ['35360'] })
    await db.clee.update({ where: { id: draft.id }, data: { acknowledgedAt: null, status: 'declared' } })
    for (const typed of ['secret', 'CLEE secret', 'clee-secret', 'Vitré']) expect((await search(typed)).links.join(' '), typed).not.toContain('clee-secret')
    expect((await visitor().get('/trouver/suggestions?q=secret').expect(200)).body).toEqual([])
  })

  it('suggests as one types, eight at most, former communes too', async () => {
    const labels = async (q: string) => ((await visitor().get('/trouver/suggestions').query({ q }).expect(200)).body as { label: string }[]).map(({ label }) => label)
    expect(await labels('foug')).toEqual(['Fougères (35300)', 'CLEE du pays de Fougères', 'Bassin Fougères-Vitré', 'Lycée Jean Guéhenno, Fougères (0350011X)'])
    expect(await labels('antr')).toEqual(['Antrain, commune de Val-Couesnon'])
    for (const vain of ['', 'f', '%', 'x'.repeat(10_000)]) expect(await labels(vain)).toEqual([])
    for (let number = 0; number < 12; number += 1) await makeCommune(`Saint-Abc ${number}`, { code: String(36_100 + number), searchName: searchKey(`Saint-Abc ${number}`) })
    expect((await labels('saint')).length).toBeLessThanOrEqual(8)
  })
})

describe('what is typed anyhow', () => {
  it.each([['ten thousand letters', 'a'.repeat(10_000)], ['signs', `%_'"\\`], ['spaces', '   '], ['an emoji', '😀'], ['digits', '1234567890123456'], ['markup', '<script>alert(1)</script>'], ['brackets', '('.repeat(200)]])('gets a right page: %s', async (_what, q) => {
    const { text } = await search(q)
    expect(text).toMatch(/Aucun résultat|Ce que vous pouvez chercher/)
  })

  it('survives parameters repeated, odd or absent, and shows what was typed as text', async () => {
    for (const query of ['q=a&q=b', '__proto__=1', '__proto__[q]=1', 'q[]=a', 'q[a]=b', 'page=-1&q=zzz', '']) await visitor().get(`/trouver?${query}`).expect(200)
    const { text: html } = await visitor().get('/trouver').query({ q: '"><script>alert(1)</script>' })
    expect(html).not.toContain('<script>alert(1)')
  })

  it('finds only by letters and digits: % does not list everything', async () => {
    await makeCommune('Fougères')
    expect((await search('%')).text).toContain('Aucun résultat pour « % »')
  })
})

describe('where the box stands', () => {
  it('is on the home page, in the directory and on a page that does not exist', async () => {
    for (const [path, status] of [['/', 200], ['/clees', 200], ['/inconnue', 404]] as const) {
      expect((await visitor().get(path).expect(status)).text, path).toContain('action="/trouver"')
    }
  })
})
