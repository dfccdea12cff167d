import { describe, expect, it } from 'vitest'
import { db } from '../src/db.ts'
import { describeReport } from '../src/schools/import-report.ts'
import { searchSchools } from '../src/schools/queries.ts'
import { college, csv, getRow, header2026, importRows, importText, lycee, windows1252, type Row } from './support/annuaire.ts'

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
    ['blank lines and no last line end', () => csv([college, {}, lycee]).replaceAll('\n', '\n\n').trimEnd()],
    ['a « sep= » line', () => `sep=;\r\n${csv([college, lycee])}`],
    ['empty columns cut off', () => csv([college, { ...lycee, bassinCode: '', bassin: '' }]).replace(/;;$/m, '')],
    ['columns in another order', () => csv([college, lycee]).split('\n').map((line) => line.split(';').toReversed().join(';')).join('\n')],
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
