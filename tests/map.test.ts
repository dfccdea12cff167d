import { HtmlValidate } from 'html-validate'
import { describe, expect, it, test } from 'vitest'
import { db } from '../src/db.ts'
import type { CleeStatus, Prisma } from '../src/generated/prisma/client.ts'
import { shortName } from '../src/map/boards.ts'
import { searchKey, slugify } from '../src/text.ts'
import { visitor } from './support/app.ts'
import { makeBassin, makeCommune, makeSchool } from './support/factories.ts'

type Place = { name: string; bassinIds: string[]; communeCodes: string[]; status?: CleeStatus; isPublished?: boolean }

/** Rows alone: enough for a map. */
const publish = ({ name, bassinIds, communeCodes, status = 'active', isPublished = true }: Place) =>
  db.clee.create({
    data: {
      name, searchName: searchKey(name), slug: slugify(name), status, declaredAt: new Date(), declarationReceipt: `DEC-${name}`,
      acknowledgedAt: isPublished ? new Date() : null,
      bassins: { create: bassinIds.map((bassinId) => ({ bassinId })) },
      communes: { create: communeCodes.map((communeCode) => ({ communeCode })) },
    },
  })

/** A commune with a school, around Rennes. */
async function settle(name: string, [latitude, longitude]: [number, number], data: Partial<Prisma.SchoolUncheckedCreateInput> = {}) {
  const { code } = await makeCommune(name, { population: 5_000 })
  const school = await makeSchool({ name: `Collège de ${name}`, kind: 'college', city: name, communeCode: code, latitude, longitude, ...data })
  return { code, school }
}

async function makeNetwork() {
  const [north, south] = [await makeBassin('Fougères'), await makeBassin('Redon')]
  const [fougeres, liffre, redon] = [await settle('Fougères', [48.35, -1.2]), await settle('Liffré', [48.21, -1.5]), await settle('Redon', [48.15, -1.65], { kind: 'lycee' })]
  await settle('Vitré', [48.12, -1.21])
  await publish({ name: 'CLEE du pays de Fougères', bassinIds: [north.id], communeCodes: [fougeres.code] })
  await publish({ name: 'CLEE de Liffré', bassinIds: [north.id, south.id], communeCodes: [liffre.code] })
  await publish({ name: 'CLEE de Redon', bassinIds: [south.id], communeCodes: [redon.code] })
  return { north, south, fougeres, liffre, redon }
}

const svgOf = (page: string) => /<svg class="app-map-svg"[\s\S]*?<\/svg>/.exec(page)?.[0] ?? ''
const listOf = (page: string) => page.slice(page.indexOf('id="liste"'), page.indexOf('<footer'))
const linksTo = (html: string, start: string) => [...new Set([...html.matchAll(/<a [^>]*href="([^"]+)"/g)].map(([, href]) => href ?? '').filter((href) => href.startsWith(start)))].toSorted()
const open = async (path: string) => (await visitor().get(path).expect(200)).text
const map = (query = '') => open(`/carte${query}`)
/** Seven digits and their key (R14). */
const uaiOf = (number: number) => `${String(number).padStart(7, '0')}${'ABCDEFGHJKLMNPRSTUVWXYZ'[number % 23]}`

describe('the map', () => {
  it('shows bassins and CLEEs as links, the same in the drawing and in the list, which also says what is in two bassins', async () => {
    await makeNetwork()
    const page = await map()
    for (const start of ['/clees/', '/carte?bassin=']) {
      expect(linksTo(svgOf(page), start).length).toBeGreaterThan(1)
      expect(linksTo(svgOf(page), start)).toEqual(linksTo(listOf(page), start))
    }
    expect(svgOf(page)).toContain('<title>Bassin de Fougères, 2\u00a0CLEE</title>')
    expect(page).toContain('3\u00a0CLEE dans 2\u00a0bassins')
    expect(listOf(page)).toContain('aussi du bassin de Redon')
    expect(svgOf(page)).toContain('rayures')
    expect(page).toContain('Carte schématique, dessinée d’après la position des établissements')
  })

  it('leaves out CLEEs that are not published, and closed ones', async () => {
    const { north, fougeres } = await makeNetwork()
    await publish({ name: 'CLEE caché', bassinIds: [north.id], communeCodes: [fougeres.code], status: 'declared', isPublished: false })
    await publish({ name: 'CLEE fermé', bassinIds: [north.id], communeCodes: [fougeres.code], status: 'closed' })
    const page = await map('?etablissements=1')
    expect(page).not.toMatch(/CLEE caché|CLEE fermé|clee-cache|clee-ferme/)
    await open('/clees/clee-ferme')
  })

  it('shows the schools asked for, in the drawing and in the list, also those of no CLEE', async () => {
    const { redon } = await makeNetwork()
    const closed = await settle('Pléchâtel', [47.89, -1.74], { isOpen: false })
    expect(linksTo(await map(), '/etablissements/')).toEqual([])
    const page = await map('?etablissements=1')
    expect(linksTo(svgOf(page), '/etablissements/')).toHaveLength(4)
    expect(linksTo(svgOf(page), '/etablissements/')).toEqual(linksTo(listOf(page), '/etablissements/'))
    expect(page).toContain('Établissements sans CLEE (1)')
    expect(page).not.toContain(closed.school.uai)
    expect(linksTo(svgOf(await map('?etablissements=lycee')), '/etablissements/')).toEqual([`/etablissements/${redon.school.uai}`])
  })

  it('is fitted on one bassin, whose CLEEs alone it lists, and names its neighbours', async () => {
    const { north } = await makeNetwork()
    const page = await map(`?bassin=${north.slug}&etablissements=1`)
    expect(page).toContain('<h1>Carte du bassin de Fougères</h1>')
    expect(linksTo(listOf(page), '/clees/')).toEqual(['/clees/clee-de-liffre', '/clees/clee-du-pays-de-fougeres'])
    expect(linksTo(svgOf(page), '/clees/')).toEqual(linksTo(listOf(page), '/clees/'))
    expect(linksTo(svgOf(page), '/carte')).toEqual(['/carte?bassin=redon'])
    expect(svgOf(page)).not.toEqual(svgOf(await map()))
  })

  it('follows the data: a commune that joins a CLEE changes its territory', async () => {
    await makeNetwork()
    const before = svgOf(await map())
    expect(svgOf(await map())).toBe(before)
    const [clee, commune] = [await db.clee.findFirstOrThrow({ where: { name: 'CLEE de Redon' } }), await db.commune.findFirstOrThrow({ where: { name: 'Vitré' } })]
    await db.cleeCommune.create({ data: { cleeId: clee.id, communeCode: commune.code } })
    expect(svgOf(await map())).not.toBe(before)
  })

  it('places a CLEE without schools near its intercommunalité, and says which CLEEs it can’t place', async () => {
    const bassin = await makeBassin('Fougères')
    await settle('Liffré', [48.21, -1.5])
    await db.commune.updateMany({ data: { epciCode: '200', epciName: 'Liffré-Cormier' } })
    const near = await makeCommune('Ercé', { epciCode: '200', epciName: 'Liffré-Cormier' })
    await publish({ name: 'CLEE proche', bassinIds: [bassin.id], communeCodes: [near.code] })
    await publish({ name: 'CLEE nu', bassinIds: [bassin.id], communeCodes: [] })
    const page = await map()
    expect(linksTo(svgOf(page), '/clees/')).toEqual(['/clees/clee-proche'])
    expect(page).toContain('sa place sur la carte est approchée')
    expect(page).toContain('ses communes ne sont pas renseignées')
    expect(linksTo(listOf(page), '/clees/')).toEqual(['/clees/clee-nu', '/clees/clee-proche'])
  })

  it('without any position is a list, with the reason; without anything it says so', async () => {
    expect(await map()).toContain('Aucun bassin n’est encore enregistré.')
    const bassin = await makeBassin('Fougères')
    await publish({ name: 'CLEE seul', bassinIds: [bassin.id], communeCodes: [(await makeCommune()).code] })
    const page = await map()
    expect(page).toContain('aucun établissement n’a de position')
    expect(svgOf(page)).toBe('')
    expect(linksTo(listOf(page), '/clees/')).toEqual(['/clees/clee-seul'])
  })

  it('draws a single place, an empty network, and a position far from all others as if it were absent', async () => {
    await settle('Fougères', [48.35, -1.2])
    expect(svgOf(await map('?etablissements=1'))).toContain('<clipPath')
    const before = svgOf(await map())
    await settle('Nulle-Part', [0, 0])
    expect(svgOf(await map())).toBe(before)
  })

  it('escapes what people write', async () => {
    const { north, fougeres } = await makeNetwork()
    await publish({ name: 'CLEE "& <b>gras</b>', bassinIds: [north.id], communeCodes: [fougeres.code] })
    expect(await map()).not.toContain('<b>gras')
  })
})

describe('what the address of the map may hold', () => {
  it('a bassin that does not exist is a 404 with a sentence', async () => {
    await makeNetwork()
    for (const slug of ['inconnu', '__proto__', '%27%22%5C_%25', '%F0%9F%8E%89', '%20', 'a'.repeat(6_000)]) {
      const { text } = await visitor().get(`/carte?bassin=${slug}`).expect(404)
      expect(text).toContain('Ce bassin n’existe pas. La carte de l’académie montre tous les bassins.')
    }
  })

  it.each(['?bassin=a&bassin=b', '?etablissements=2', '?etablissements=1&etablissements=1', '?__proto__[x]=1', '?bassin[x]=1', '?page=-1', '?bassin=', '?etablissements=' + 'a'.repeat(6_000)])('%s is the whole map', async (query) => {
    await makeNetwork()
    expect(await map(query)).toContain('<h1>Carte des CLEE</h1>')
  })
})

test('the small maps: a published CLEE amid its bassin, the CLEEs of a bassin, nothing for a closed one', async () => {
  const { north } = await makeNetwork()
  const clee = await open('/clees/clee-du-pays-de-fougeres')
  expect(svgOf(clee)).toContain('CLEE du pays de Fougères')
  expect(clee).toContain('href="/carte?bassin=fougeres"')
  expect(linksTo(svgOf(clee), '/')).toEqual([])
  expect(svgOf(await open(`/bassins/${north.slug}`))).toContain('role="img"')
  await db.clee.updateMany({ where: { slug: 'clee-du-pays-de-fougeres' }, data: { status: 'closed' } })
  expect(svgOf(await open('/clees/clee-du-pays-de-fougeres'))).toBe('')
})

test('a map of forty CLEEs and nine hundred schools is valid HTML, and its drawing weighs less than 60 kB', async () => {
  const bassins = await Promise.all(['Nord', 'Est', 'Sud', 'Ouest'].map((name) => makeBassin(name)))
  const communes = Array.from({ length: 160 }, (_, index) => ({ code: `36${String(index).padStart(3, '0')}`, name: `Commune ${index}`, searchName: `commune ${index}`, postalCodes: ['36000'], departement: '36', population: index }))
  await db.commune.createMany({ data: communes })
  const schools = Array.from({ length: 900 }, (_, index) => {
    const place = index % 160
    return { uai: uaiOf(index + 1), name: `Collège ${index}`, searchName: `college ${index}`, kind: index % 3 === 0 ? 'lycee' as const : 'college' as const, sector: 'public' as const, city: `Commune ${place}`, communeCode: communes[place]?.code ?? null, latitude: 47 + (place % 13) / 10 + (index % 7) / 200, longitude: 1 + Math.floor(place / 13) / 8 + (index % 11) / 300 }
  })
  await db.school.createMany({ data: schools })
  for (let index = 0; index < 40; index += 1) await publish({ name: `CLEE du pays numéro ${index}`, bassinIds: [bassins[index % 4]?.id ?? ''], communeCodes: communes.slice(index * 4, index * 4 + 4).map(({ code }) => code) })
  const page = await map('?etablissements=1')
  expect(Buffer.byteLength(svgOf(page))).toBeLessThan(60_000)
  expect(linksTo(svgOf(page), '/clees/')).toHaveLength(40)
  expect(linksTo(svgOf(page), '/etablissements/')).toEqual([])
  expect(linksTo(listOf(page), '/etablissements/')).toHaveLength(900)
  const validator = new HtmlValidate({ extends: ['html-validate:standard'], rules: { 'no-trailing-whitespace': 'off', 'long-title': 'off', 'doctype-style': 'off', 'void-style': 'off', 'prefer-native-element': 'off' } })
  const { results } = await validator.validateString(page)
  expect(results.flatMap(({ messages }) => messages.map(({ ruleId, message, line }) => `${line} ${ruleId} ${message}`))).toEqual([])
})

test('the label of a CLEE leaves out the words that all share', () => {
  expect(shortName('CLEE du pays de Fougères')).toBe('Pays de Fougères')
  expect(shortName('CLEE des collèges, des lycées et des entreprises du Coglais, d’Antrain et de Couesnon')).toBe('Coglais, d’Antrain et de Couesnon')
  expect(shortName('CLEE École et entreprise de l’Armor')).toBe('Armor')
  for (const name of ['CLEE des entreprises', 'CLEE Lycéens d’Armor']) expect(shortName(name)).toBe(name === 'CLEE des entreprises' ? 'Entreprises' : 'Lycéens d’Armor')
})
