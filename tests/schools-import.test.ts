import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { config } from '../src/config.ts'
import { db } from '../src/db.ts'
import { importSchools } from '../src/schools/import.ts'
import { describeReport } from '../src/schools/import-report.ts'
import { getSchool, listSchoolsOfCommunes, searchSchools } from '../src/schools/queries.ts'

const realFile = resolve(config.root, '../shared/data/annuaire-education-ille-et-vilaine.csv')

const header2023 = {
  uai: 'Identifiant_de_l_etablissement', name: 'Nom_etablissement', type: 'Type_etablissement', sector: 'Statut_public_prive',
  address: 'Adresse_1', postalCode: 'Code postal', communeCode: 'Code_commune', city: 'Nom_commune', phone: 'Telephone', web: 'Web',
  mail: 'Mail', siret: 'SIREN_SIRET', pupils: 'Nombre_d_eleves', academie: 'Libelle_academie', latitude: 'latitude',
  longitude: 'longitude', day: 'date_maj_ligne', state: 'etat', several: 'etablissement_multi_lignes', natureCode: 'code_nature',
  nature: 'libelle_nature', bassinCode: 'code_bassin_formation', bassin: 'libelle_bassin_formation',
}
type Row = Record<keyof typeof header2023, string>
const fields = Object.keys(header2023) as (keyof Row)[]
const header2026 = { ...header2023, uai: 'identifiant_de_l_etablissement', postalCode: 'Code_postal', pupils: 'Nombre_d’élèves', several: 'multi_uai' }

const college: Row = {
  uai: '0350122T', name: 'Collège des Lucioles', type: 'Collège', sector: 'Public', address: '6 rue Philippe', postalCode: '35580',
  communeCode: '35016', city: 'Baulon', phone: '02 99 85 38 02', web: 'www.lucioles.fr', mail: 'ce.0350122T@ac-rennes.fr',
  siret: '21350016800025', pupils: '143', academie: 'Rennes', latitude: '47.98', longitude: '-1.93', day: '2026-05-27', state: 'OUVERT',
  several: '0', natureCode: '340', nature: 'COLLEGE', bassinCode: '7715', bassin: 'Réseau Mâcon',
}
const lycee: Row = { ...college, uai: '0350165P', name: 'Lycée de l’Œuvre', type: 'Lycée', sector: 'Privé', natureCode: '302', city: 'Cardroc' }

type Shape = { header?: typeof header2023, delimiter?: string, end?: string, quote?: string }

function csv(rows: Partial<Row>[], { header = header2023, delimiter = ';', end = '\n', quote = '' }: Shape = {}): string {
  const lines = [header, ...rows].map((row) => fields.map((field) => `${quote}${row[field] ?? ''}${quote}`).join(delimiter))
  return lines.map((line) => line + end).join('')
}

const importText = (text: string | Buffer, academie = 'Rennes') => importSchools(Readable.from([Buffer.from(text)]), { academie })
const importRows = (rows: Partial<Row>[], shape?: Shape) => importText(csv(rows, shape))
const getRow = (uai = college.uai) => db.school.findUnique({ where: { uai } })
const windows1252 = (text: string) => Buffer.from(text.replaceAll('’', '\u0092').replaceAll('Œ', '\u008c'), 'latin1')

describe('import of the Annuaire', () => {
  it('keeps every column that the portal shows', async () => {
    await db.commune.create({ data: { code: '35016', name: 'Baulon', searchName: 'baulon', departement: '35' } })
    const report = await importRows([college])
    expect(report).toMatchObject({ rows: 1, created: 1, updated: 0, unchanged: 0, wrongCount: 0, remarks: { commune: 0 } })
    expect(await getRow()).toMatchObject({
      name: 'Collège des Lucioles', searchName: 'college des lucioles baulon', kind: 'college', sector: 'public', address: '6 rue Philippe',
      postalCode: '35580', city: 'Baulon', communeCode: '35016', phone: '0299853802', email: 'ce.0350122T@ac-rennes.fr',
      website: 'https://www.lucioles.fr/', siret: '21350016800025', pupils: 143, latitude: 47.98, longitude: -1.93, bassinCode: '7715',
      bassinLabel: 'Réseau Mâcon', isOpen: true, sourceDate: new Date('2026-05-27'),
    })
  })

  it('says that nothing changed the second time, and writes nothing', async () => {
    await importRows([college, lycee])
    const before = await getRow()
    const report = await importRows([college, lycee])
    expect(report).toMatchObject({ created: 0, updated: 0, unchanged: 2 })
    expect(describeReport(report)).toContain('Rien n’a changé.')
    expect(await getRow()).toEqual(before)
  })

  it('updates only what changed', async () => {
    await importRows([college, lycee])
    expect(await importRows([{ ...college, pupils: '150' }, lycee])).toMatchObject({ created: 0, updated: 1, unchanged: 1 })
    expect(await getRow()).toMatchObject({ pupils: 150 })
  })

  it('leaves a line in the journal', async () => {
    await importRows([college])
    expect(await db.auditEntry.findMany({ where: { event: 'schools.import' } })).toMatchObject([{ details: { rows: 1, created: 1 } }])
  })

  it('keeps a school whose commune is unknown, and says so', async () => {
    const report = await importRows([college])
    expect(await getRow()).toMatchObject({ communeCode: null, city: 'Baulon' })
    expect(describeReport(report).join('\n')).toContain('1 établissement dont la commune n’est pas connue')
  })
})

describe('a file as it really comes', () => {
  it.each<[string, () => string | Buffer]>([
    ['the 2026 edition', () => csv([college, lycee], { header: header2026 })],
    ['headers in capitals, with spaces and accents', () => csv([college, lycee]).replace(/^.*/, (line) => line.toUpperCase().replaceAll('_', ' ').replace('DATE', 'DÂTE').replace('ETAT', 'ÉTAT'))],
    ['a byte order mark', () => `\uFEFF${csv([college, lycee])}`],
    ['commas and Windows-1252', () => windows1252(csv([college, lycee], { delimiter: ',' }))],
    ['tabs', () => csv([college, lycee], { delimiter: '\t' })],
    ['CRLF', () => csv([college, lycee], { end: '\r\n' })],
    ['quotes everywhere', () => `\uFEFF${csv([college, lycee], { quote: '"', delimiter: ',', end: '\r\n' })}`],
    ['blank lines and no last line end', () => `${csv([college, {}, lycee]).replaceAll('\n', '\n\n').trimEnd()}`],
    ['a « sep= » line', () => `sep=;\r\n${csv([college, lycee])}`],
    ['empty columns cut off', () => csv([college, { ...lycee, bassinCode: '', bassin: '' }]).replace(/;;$/m, '')],
    ['columns in another order', () => csv([college, lycee]).split('\n').map((line) => line.split(';').reverse().join(';')).join('\n')],
  ])('is read with %s', async (_what, file) => {
    const report = await importText(file())
    expect(report).toMatchObject({ rows: 2, created: 2, wrongCount: 0, setAside: {} })
    expect(await getRow(lycee.uai)).toMatchObject({ name: 'Lycée de l’Œuvre', searchName: 'lycee de l oeuvre cardroc', sector: 'private', postalCode: '35580', pupils: 143 })
  })

  it('reads a name in quotes with line ends, quotes and separators in it', async () => {
    const report = await importRows([{ ...college, name: '"Collège\n[A ; B], dit ""C"""' }, lycee])
    expect(report).toMatchObject({ rows: 2, created: 2, wrongCount: 0 })
    expect(await getRow()).toMatchObject({ name: 'Collège [A ; B], dit "C"' })
  })

  it('mends what a spreadsheet damaged', async () => {
    const damaged = { uai: ' 035 0122t ', phone: '299853802', postalCode: '1004', day: '27/05/2026', latitude: '47,98', pupils: '1 143', siret: '2,135E+13' }
    const report = await importRows([{ ...college, ...damaged }])
    expect(report).toMatchObject({ created: 1, wrongCount: 0, remarks: { siret: 1 } })
    expect(describeReport(report).join('\n')).toContain('1 SIRET illisible')
    expect(await getRow()).toMatchObject({ phone: '0299853802', postalCode: '01004', sourceDate: new Date('2026-05-27'), latitude: 47.98, pupils: 1143, siret: null })
  })

  it('puts back the leading zero of a SIRET, and keeps the known SIRET when the file destroyed it', async () => {
    await importRows([{ ...college, siret: '5720784700013'.padStart(13, '0') }, lycee])
    expect(await importRows([{ ...lycee, siret: '2,135E+13' }])).toMatchObject({ updated: 0, unchanged: 1 })
    expect(await getRow(lycee.uai)).toMatchObject({ siret: '21350016800025' })
    expect(await getRow()).toMatchObject({ siret: '05720784700013' })
  })

  it('never keeps a web address that is not one', async () => {
    await importRows([{ ...college, web: 'javascript:alert(1)', mail: 'a@b' }])
    expect(await getRow()).toMatchObject({ website: null, email: null })
  })
})

describe('rows set aside', () => {
  it.each<[string, Partial<Row>]>([
    ['1 école du premier degré, qu’un CLEE ne concerne pas', { type: 'Ecole', natureCode: '151' }],
    ['1 établissement médico-social', { type: 'Médico-social', natureCode: '240' }],
    ['1 service administratif', { type: 'Service Administratif', natureCode: '802', sector: '' }],
    ['1 établissement qui n’a que des STS ou des classes préparatoires', { type: '', natureCode: '400', nature: 'ECOLES COMPOSEES UNIQT DE STS ET OU CPGE' }],
    ['1 structure d’un autre type', { type: 'Autre', natureCode: '999', nature: 'MUSEE' }],
    ['1 ligne d’une autre académie', { academie: 'Nantes' }],
    ['1 établissement fermé ou pas encore ouvert, inconnu du portail', { state: 'FERME' }],
  ])('counts %s', async (sentence, change) => {
    const report = await importRows([{ ...college, ...change }, lycee])
    expect(report).toMatchObject({ rows: 2, created: 1, wrongCount: 0 })
    expect(describeReport(report).join('\n')).toContain(sentence)
  })

  it.each<[string, Partial<Row>]>([
    ['mfr', { type: 'Autre', natureCode: '380', nature: 'MAISON FAMILIALE RURALE EDUCATION ORIENT' }],
    ['cio', { type: 'Information et orientation', natureCode: '841' }],
    ['cio', { type: 'Information et orientation', natureCode: '', nature: 'CENTRE D INFORMATION ET D ORIENTATION' }],
    ['erea', { type: 'EREA', natureCode: '370' }],
    ['lycee', { type: 'LYCEE', natureCode: '334', nature: 'SECTION D ENSEIGNEMENT PROFESSIONNEL' }],
  ])('but keeps a %s (%o)', async (kind, change) => {
    await importRows([{ ...college, ...change }])
    expect(await getRow()).toMatchObject({ kind })
  })

  it('ignores case and accents in the name of the académie', async () => {
    expect(await importText(csv([{ ...college, academie: 'ORLEANS-TOURS' }]), 'Orléans-Tours')).toMatchObject({ created: 1 })
  })

  it('says when no row is of the académie', async () => {
    const report = await importRows([{ ...college, academie: 'Nantes' }])
    expect(describeReport(report).join('\n')).toContain('vérifiez le réglage ACADEMIE')
  })

  it('closes a school that it knew, and opens it again', async () => {
    await importRows([college])
    expect(await importRows([{ ...college, state: 'FERME' }])).toMatchObject({ closed: 1, created: 0, setAside: {} })
    expect(await getRow()).toMatchObject({ isOpen: false })
    expect(describeReport(await importRows([{ ...college, state: 'FERME' }]))).toContain('Rien n’a changé.')
    expect(await importRows([college])).toMatchObject({ updated: 1 })
    expect(await getRow()).toMatchObject({ isOpen: true })
  })

  it('keeps open a school that one row closes and another opens', async () => {
    const rows = [{ ...college, state: 'FERME' }, college, { ...college, state: 'FERME' }]
    expect(await importRows(rows)).toMatchObject({ created: 1, closed: 0, setAside: {} })
    expect(await importRows(rows)).toMatchObject({ unchanged: 1, closed: 0 })
    expect(await getRow()).toMatchObject({ isOpen: true })
  })

  it('still counts as open a school « à fermer »', async () => {
    expect(await importRows([{ ...college, state: 'A FERMER' }])).toMatchObject({ created: 1 })
  })

  it('reads a UAI once when two rows have it', async () => {
    const report = await importRows([college, { ...college, name: 'Autre' }])
    expect(report).toMatchObject({ created: 1, setAside: { duplicate: 1 } })
    expect(await getRow()).toMatchObject({ name: 'Collège des Lucioles' })
  })

  it.each([[[0, 1]], [[1, 0]]])('makes one school of the sites of one UAI, in whatever order (%j)', async (order) => {
    const sites = [{ ...college, several: '1', name: 'Collège (annexe)', city: 'Retiers', pupils: '900' }, { ...college, several: '1' }]
    const report = await importRows(order.map((index) => sites[index] ?? {}))
    expect(report).toMatchObject({ created: 1, furtherSites: 1, kept: { college: { public: 2, private: 0 } } })
    expect(await getRow()).toMatchObject({ name: 'Collège des Lucioles', city: 'Baulon' })
    expect(await searchSchools('retiers')).toMatchObject([{ uai: college.uai }])
  })
})

describe('wrong rows', () => {
  it.each<[string, Partial<Row>]>([
    ['Le code UAI 0350122A est faux : après 0350122, la lettre attendue est T', { uai: '0350122A' }],
    ['nom absent (0350122T)', { name: ' ' }],
    ['secteur « Mixte » inconnu (0350122T)', { sector: 'Mixte' }],
    ['état « ??? » inconnu', { state: '???' }],
    ['académie absente', { academie: '' }],
    ['caractères illisibles', { name: 'Collège\0' }],
    ['24 colonnes au lieu de 23', { name: 'Collège;de trop' }],
    ['guillemets illisibles : un guillemet ouvert n’est jamais refermé', { name: '"Collège' }],
    ['guillemets illisibles : un guillemet ouvert n’est jamais refermé', { name: '"Collège "des" Lucioles' }],
  ])('are reported with their line, and stop nothing: %s', async (reason, change) => {
    const report = await importRows([{ ...college, ...change }, lycee])
    expect(report).toMatchObject({ rows: 2, created: 1, wrongCount: 1, wrong: [{ line: 2, reason }] })
    expect(describeReport(report)).toContain(`  ligne 2 : ${reason}`)
  })

  it('counts the lines of a record that runs over several', async () => {
    const report = await importRows([{ ...college, name: '"a\nb"' }, { ...lycee, uai: '0350165A' }])
    expect(report.wrong).toMatchObject([{ line: 4 }])
  })

  it('reads a truncated row as wrong', async () => {
    const report = await importText(`${csv([lycee])}0350122T;Collège;Coll`)
    expect(report).toMatchObject({ created: 1, wrong: [{ line: 3, reason: '3 colonnes au lieu de 23' }] })
  })

  it('prints the first 200 and counts the others', async () => {
    const report = await importRows(Array.from({ length: 250 }, () => ({ ...college, uai: 'x' })))
    expect(report.wrongCount).toBe(250)
    expect(describeReport(report)).toContain('  … et 50 autres lignes')
  })
})

describe('a file that is not the Annuaire', () => {
  it.each<[string, Buffer]>([
    ['est vide', Buffer.from('')],
    ['est un PDF', Buffer.from('%PDF-1.7\n...')],
    ['est un classeur', Buffer.from('PK\u0003\u0004....')],
    ['est en UTF-16', Buffer.from('\uFEFFa;b', 'utf16le')],
    ['n’est pas un fichier de texte', Buffer.from([0x89, 0x50, 0, 1, 2])],
    ['il y manque les colonnes', Buffer.from('nom;prenom\nDupont;Jeanne\n')],
    ['il y manque la colonne « statut public ou privé »', Buffer.from(csv([college]).replace('Statut_public_prive', 'x'))],
    ['il y manque les colonnes', Buffer.alloc(1_000_000, 'a')],
  ])('is refused whole: %s', async (sentence, bytes) => {
    await expect(importText(bytes)).rejects.toThrow(sentence)
    expect(await db.school.count()).toBe(0)
    expect(await db.auditEntry.count()).toBe(0)
  })

  it('is refused when it is absent or a folder', async () => {
    await expect(importSchools('/nulle/part.csv')).rejects.toThrow('n’existe pas')
    await expect(importSchools(tmpdir())).rejects.toThrow('est un dossier')
  })
})

describe('at scale', () => {
  const keys = 'ABCDEFGHJKLMNPRSTUVWXYZ'

  async function* manyRows(count: number) {
    yield csv([])
    for (let index = 0; index < count; index++) {
      const digits = String(1_000_000 + index)
      yield csv([{ ...college, uai: digits + keys[Number(digits) % 23], academie: index % 20 === 0 ? 'Rennes' : 'Lyon' }]).split('\n')[1] + '\n'
    }
  }

  it('reads 70,000 rows in bounded memory, and tells how far it is', async () => {
    const told: number[] = []
    const before = process.memoryUsage().heapUsed
    let peak = 0
    const onProgress = (rows: number) => {
      told.push(rows)
      peak = Math.max(peak, process.memoryUsage().heapUsed)
    }
    const report = await importSchools(Readable.from(manyRows(70_000)), { academie: 'Rennes', onProgress })
    expect(report).toMatchObject({ rows: 70_000, created: 3_500, setAside: { otherAcademie: 66_500 } })
    expect(told).toEqual([10_000, 20_000, 30_000, 40_000, 50_000, 60_000, 70_000])
    expect((peak - before) / 2 ** 20).toBeLessThan(256)
  })
})

describe.skipIf(!existsSync(realFile))('the real file of Ille-et-Vilaine', () => {
  it('gives the schools that a CLEE concerns, and nothing changes the second time', async () => {
    const report = await importSchools(realFile, { academie: 'Rennes' })
    expect(report).toMatchObject({
      rows: 996,
      kept: {
        college: { public: 62, private: 55 }, lycee: { public: 38, private: 48 }, erea: { public: 2, private: 0 },
        cio: { public: 5, private: 0 }, mfr: { public: 0, private: 11 },
      },
      created: 218, furtherSites: 3, wrongCount: 0, setAside: { primary: 685, administration: 42, health: 39, higher: 9 },
    })
    expect(await importSchools(realFile, { academie: 'Rennes' })).toMatchObject({ created: 0, updated: 0, unchanged: 218 })
  })
})

describe('the program', () => {
  const run = (...args: string[]) =>
    promisify(execFile)(process.execPath, [join(config.root, 'src/schools/import-command.ts'), ...args]).then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      (error: { code: number, stdout: string, stderr: string }) => error,
    )

  it('asks for a file', async () => {
    expect(await run()).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('Indiquez le fichier à lire') })
  })
})

describe('search of a school', () => {
  it('finds by UAI, kind, name, town or postal code, whatever the case and the accents', async () => {
    await importRows([college, { ...lycee, postalCode: '35190' }])
    for (const text of ['0350165p', '035 0165 P', '0350165', 'LYCÉE cardroc', 'œuvre', 'oeuvre', '35190', 'cardr']) {
      expect(await searchSchools(text), text).toMatchObject([{ uai: lycee.uai }])
    }
  })

  it('filters by sector and kind, and leaves out closed schools', async () => {
    await importRows([college, { ...lycee, city: 'Baulon' }])
    expect(await searchSchools('baulon')).toHaveLength(2)
    expect(await searchSchools('baulon', { sector: 'public' })).toMatchObject([{ uai: college.uai }])
    expect(await searchSchools('baulon', { kinds: ['lycee'] })).toMatchObject([{ uai: lycee.uai }])
    await importRows([{ ...college, state: 'FERME' }])
    expect(await searchSchools('baulon', { sector: 'public' })).toEqual([])
  })

  it('finds nothing, and survives, by signs that mean something to a database', async () => {
    await importRows([college])
    for (const text of ['', '%', '_', '\\', '\'', '\0', '😀', 'x'.repeat(10_000)]) expect(await searchSchools(text), text).toEqual([])
  })

  it('gets one, or answers 404; lists those of communes', async () => {
    await db.commune.create({ data: { code: '35016', name: 'Baulon', searchName: 'baulon', departement: '35' } })
    await importRows([college])
    expect(await getSchool('0350122t')).toMatchObject({ uai: college.uai, commune: { name: 'Baulon' } })
    await expect(getSchool('0350165P')).rejects.toMatchObject({ status: 404 })
    await expect(getSchool('\0')).rejects.toMatchObject({ status: 404 })
    expect(await listSchoolsOfCommunes(['35016', '35238'])).toMatchObject([{ uai: college.uai }])
    expect(await listSchoolsOfCommunes([])).toEqual([])
  })
})

describe('a file on disk', () => {
  it('is read from its path', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'annuaire-'))
    const path = join(folder, 'annuaire.csv')
    await writeFile(path, csv([college]))
    expect(await importSchools(path, { academie: 'Rennes' })).toMatchObject({ created: 1 })
    await rm(folder, { recursive: true })
  })
})
