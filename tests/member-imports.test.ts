import { describe, expect, it } from 'vitest'
import { db } from '../src/db.ts'
import { readPasted } from '../src/member-imports/lines.ts'
import { readWorld } from '../src/member-imports/reading.ts'
import { signedIn } from './support/app.ts'
import { makeClee, makeHead, makeSchool } from './support/factories.ts'
import { eventsOf, follow, readable, statusesOf, submit } from './support/features.ts'

const header = 'MONDE\tÉtablissement\tN° SIRET\tFonction\tPrénom\tNom de famille\tCopil\tDepuis\tJusqu’au'
const lines = [
  header,
  'économie\tMenuiserie Le Goff\t732 829 320 00074\tGérante\tZoé\tKervella\toui\t01/09/2025\t',
  '\tLycée Guéhenno (0350122T)\t\tProviseure\t\t\tX\t\t',
  'insertion et emploi\tMission locale\t\tDirecteur\t\t\tnon\t2025-09-01\t31/08/2026',
  'collectivités et parents\t\t\tParent d’élève\tYann\tGuivarch\t\t\t',
]
const wrongs = [
  ['\t0350122A\t\tPrincipal\t\t\t\t\t', 'la lettre attendue est T'],
  ['économie\tAtelier\t73282932000075\tGérant\t\t\t\t\t', 'numéro SIRET est faux'],
  ['sport\tClub\t\tGérant\t\t\t\t\t', 'Ce monde n’est pas connu'],
  ['\tInconnue\t\tGérant\t\t\t\t\t', 'Indiquez le monde'],
  ['économie\tAtelier\t\t\t\t\t\t\t', 'Saisissez la fonction'],
  ['économie\tAtelier\t\tGérant\t\t\t\t01/09/2026\t31/08/2026', 'La fin vient avant le début'],
  [`économie\t${'a'.repeat(300)}\t\tGérant\t\t\t\t\t`, 'Raccourcissez ce texte'],
  ['économie\tAtelier\t\t<script>alert(1)</script>\t\t\t\t\t', 'Retirez de ce texte les émoticônes'],
  ['économie\tAtelier\t\tGérant\t🦊\tRenard\t\t\t', 'Un nom se compose de lettres'],
] as const

async function setUp() {
  await makeSchool({ uai: '0350122T', name: 'Lycée Guéhenno' })
  const made = await makeClee('active')
  return { ...made, agent: await signedIn(made.head), path: `/clees/${made.clee.slug}/membres/import` }
}

describe('the preview of an import', () => {
  it('tells the fate of each line and the gauge that it leads to, and writes nothing', async () => {
    const { agent, path } = await setUp()
    const before = await db.organisation.count()
    const text = [...lines, lines[1], ...wrongs.map(([line]) => line)].join('\r\n')
    const page = await submit(agent, path, { lines: text, etape: 'apercu' }).expect(200)
    const read = readable(page.text)
    expect(read).toContain('4 lignes seront ajoutées, 1 ligne sera ignorée, 9 lignes sont à corriger')
    expect(read).toContain('2 Zoé Kervella – Gérante, Menuiserie Le Goff – Économie, avec un siège Sera ajouté L’organisation est nouvelle')
    expect(read).toContain('Le même membre qu’à la ligne 2')
    for (const [, sentence] of wrongs) expect(read).toContain(sentence)
    expect(read).toContain('2 sièges aujourd’hui, 4 sièges après l’import')
    expect(read).toContain('Importer les 4 lignes valables')
    expect([await db.member.count(), await db.organisation.count() - before, await db.auditEntry.count({ where: { event: 'member.import' } })]).toEqual([0, 0, 0])
  })

  it.each([
    ['nothing', '  \n ', 'Collez la liste à importer'],
    ['a header alone', header, 'n’a qu’une ligne d’en-tête'],
    ['5,000 lines', Array.from({ length: 5_000 }, (_, index) => `économie\tSociété coopérative et participative n° ${index}\t\tDirecteur général adjoint`).join('\n'), '500 au plus à la fois'],
  ])('refuses %s with a sentence beside the field, the text kept', async (_what, text, sentence) => {
    const { agent, path } = await setUp()
    const page = await submit(agent, path, { lines: text }).expect(422)
    expect(readable(page.text)).toContain(sentence)
    expect(page.text).toContain(`id="lines-erreur"`)
    expect(page.text).toContain(text.trim().slice(-60))
    expect(await db.member.count()).toBe(0)
  })

  it('reads 500 lines', async () => {
    const { agent, path } = await setUp()
    const text = Array.from({ length: 500 }, (_, index) => `économie;Atelier ${index};;Gérant`).join('\n')
    expect(readable((await submit(agent, path, { lines: text }).expect(200)).text)).toContain('500 lignes seront ajoutées')
  })
})

describe('an import', () => {
  it('adds the members, tells it once in the journal, and names nobody there', async () => {
    const { clee, agent, path } = await setUp()
    const page = await follow(agent, await submit(agent, path, { lines: lines.join('\n'), etape: 'import' }))
    expect(page).toContain('4 membres ajoutés.')
    const members = await db.member.findMany({ include: { organisation: true }, orderBy: { jobTitle: 'asc' } })
    expect(members).toMatchObject([
      { jobTitle: 'Directeur', world: 'employment', hasSeat: false, endsOn: new Date('2026-08-31') },
      { jobTitle: 'Gérante', world: 'economy', hasSeat: true, lastName: 'Kervella', consentOn: null, startsOn: new Date('2025-09-01'), organisation: { siret: '73282932000074' } },
      { jobTitle: 'Parent d’élève', world: 'community', lastName: 'Guivarch', organisationId: null, schoolUai: null },
      { jobTitle: 'Proviseure', world: 'education', hasSeat: true, schoolUai: '0350122T' },
    ])
    expect((await eventsOf(clee.id)).filter((event) => event.startsWith('member.'))).toEqual(['member.import'])
    const entry = await db.auditEntry.findFirstOrThrow({ where: { event: 'member.import' } })
    expect(entry.details).toMatchObject({ added: 4, ignored: 0, refused: 0 })
    expect(JSON.stringify(entry.details)).not.toContain('Kervella')
  })

  it('keeps in the box the lines that it could not add, under their header', async () => {
    const { agent, path } = await setUp()
    const text = [header, lines[1], wrongs[0][0], wrongs[1][0]].join('\n')
    const page = await submit(agent, path, { lines: text, etape: 'import' }).expect(200)
    expect(page.text).toMatch(/fr-alert--success[^>]*role="status"/)
    const read = readable(page.text)
    expect(read).toContain('1 membre ajouté')
    expect(read).toContain('2 lignes restent à corriger')
    expect(read).not.toMatch(/Le formulaire contient|Erreur :/)
    expect(page.text).toContain(`${header}\n${wrongs[0][0]}\n${wrongs[1][0]}</textarea>`)
    expect(await db.member.count()).toBe(1)
    const again = readable((await submit(agent, path, { lines: text, etape: 'import' }).expect(200)).text)
    expect(again).toContain('Rien à ajouter, 1 ligne ignorée')
    expect(await db.member.count()).toBe(1)
  })

  it('of which no line is right is an error, all of it kept', async () => {
    const { agent, path } = await setUp()
    const page = await submit(agent, path, { lines: wrongs[1][0], etape: 'import' }).expect(422)
    expect(readable(page.text)).toContain('Aucune ligne n’a pu être ajoutée : 1 ligne reste à corriger')
    expect(page.text).toContain(`${wrongs[1][0]}</textarea>`)
  })

  it('sent twice at once, or again, adds its members once', async () => {
    const { clee, agent, path } = await setUp()
    const send = () => submit(agent, path, { lines: lines.join('\n'), etape: 'import' })
    expect(await statusesOf([send(), send()])).toEqual([303, 303])
    expect(await follow(agent, await send())).toContain('Rien à ajouter, 4 lignes ignorées')
    expect(await db.member.count({ where: { cleeId: clee.id } })).toBe(4)
    expect(await db.auditEntry.count({ where: { event: 'member.import' } })).toBe(1)
  })

  it('is refused to outsiders, and on a closed CLEE', async () => {
    const { clee, agent, path } = await setUp()
    const body = { lines: lines.join('\n'), etape: 'import' }
    await submit(await signedIn(await makeHead()), path, body).expect(404)
    await db.clee.update({ where: { id: clee.id }, data: { status: 'closed' } })
    await submit(agent, path, body).expect(409)
    expect(await db.member.count()).toBe(0)
  })

  it('elsewhere, the same size is refused as before', async () => {
    const { clee, agent } = await setUp()
    await submit(agent, `/clees/${clee.slug}/membres/ajout`, { jobTitle: 'a'.repeat(400_000) }).expect(413)
  })
})

describe('a pasted list', () => {
  it.each([
    ['tabs', 'économie\tAtelier\t\tGérant'],
    ['semicolons', 'économie;Atelier;;Gérant'],
    ['commas and quotation marks', '"économie","Atelier","","Gérant"'],
    ['a mark that never closes', 'économie\tAtelier\t\tGérant\t"Zoé'],
    ['a header in another order, with a column of no use', 'Téléphone;Fonction;Monde;Structure\n0299;Gérant;économie;Atelier'],
  ])('is read with %s', (_what, text) => {
    expect(readPasted(text).lines[0]?.cells).toMatchObject({ world: 'économie', structure: 'Atelier', jobTitle: 'Gérant' })
  })

  it('keeps an empty first cell', () => expect(readPasted('\tAtelier\t\tGérant').lines[0]?.cells).toEqual({ structure: 'Atelier', jobTitle: 'Gérant' }))

  it('says worlds in several ways', () => {
    expect(['Économie', 'ENTREPRISES', 'Éducation nationale', 'emploi', 'Parents', '', 'sport'].map((text) => readWorld(text))).toEqual(['economy', 'economy', 'education', 'employment', 'community', '', null])
  })
})
