import type { SchoolKind, SchoolSector } from '../generated/prisma/enums.ts'
import type { Remark } from './annuaire.ts'
import type { SetAside } from './annuaire-kinds.ts'

export type WrongRow = { line: number; reason: string }

export type ImportReport = {
  academie: string
  /** Rows read, header and blank lines apart. */
  rows: number
  /** Rows kept; one UAI may have several, of which `furtherSites` counts the second and following. */
  kept: Record<SchoolKind, Record<SchoolSector, number>>
  furtherSites: number
  created: number
  updated: number
  unchanged: number
  /** Known schools that the file says closed, and that were open until now. */
  closed: number
  setAside: Partial<Record<SetAside, number>>
  remarks: Partial<Record<Remark | 'commune', number>>
  wrongCount: number
  /** The first 200. */
  wrong: WrongRow[]
}

const mostWrongRowsKept = 200

const none = () => ({ public: 0, private: 0 })

export const emptyReport = (academie: string): ImportReport => ({
  academie,
  rows: 0,
  kept: { college: none(), lycee: none(), erea: none(), cio: none(), mfr: none() },
  furtherSites: 0,
  created: 0,
  updated: 0,
  unchanged: 0,
  closed: 0,
  setAside: {},
  remarks: {},
  wrongCount: 0,
  wrong: [],
})

export function addWrong(report: ImportReport, line: number, reason: string) {
  report.wrongCount++
  if (report.wrong.length < mostWrongRowsKept) report.wrong.push({ line, reason })
}

export function addOne<Key extends string>(counts: Partial<Record<Key, number>>, key: Key) {
  counts[key] = (counts[key] ?? 0) + 1
}

type Label = [one: string, several: string]

const kindLabels: Record<SchoolKind, Label> = {
  college: ['collège', 'collèges'],
  lycee: ['lycée', 'lycées'],
  erea: ['EREA', 'EREA'],
  cio: ['CIO', 'CIO'],
  mfr: ['maison familiale rurale', 'maisons familiales rurales'],
}

const setAsideLabels: Record<SetAside, Label> = {
  primary: [
    'école du premier degré, qu’un CLEE ne concerne pas',
    'écoles du premier degré, qu’un CLEE ne concerne pas',
  ],
  health: ['établissement médico-social', 'établissements médico-sociaux'],
  administration: ['service administratif', 'services administratifs'],
  higher: [
    'établissement qui n’a que des STS ou des classes préparatoires',
    'établissements qui n’ont que des STS ou des classes préparatoires',
  ],
  otherKind: ['structure d’un autre type', 'structures d’un autre type'],
  otherAcademie: ['ligne d’une autre académie', 'lignes d’une autre académie'],
  closed: [
    'établissement fermé ou pas encore ouvert, inconnu du portail',
    'établissements fermés ou pas encore ouverts, inconnus du portail',
  ],
  duplicate: ['ligne dont le code UAI a déjà été lu', 'lignes dont le code UAI a déjà été lu'],
}

const remarkLabels: Record<Remark | 'commune', Label> = {
  siret: [
    'SIRET illisible, souvent abîmé par un tableur : non repris',
    'SIRET illisibles, souvent abîmés par un tableur : non repris',
  ],
  phone: ['numéro de téléphone illisible : non repris', 'numéros de téléphone illisibles : non repris'],
  email: ['adresse de courriel illisible : non reprise', 'adresses de courriel illisibles : non reprises'],
  website: ['adresse de site illisible : non reprise', 'adresses de site illisibles : non reprises'],
  commune: ['établissement dont la commune n’est pas connue du portail', 'établissements dont la commune n’est pas connue du portail'],
}

const frenchNumber = new Intl.NumberFormat('fr-FR')

const count = (number: number, [one, several]: Label) => `${frenchNumber.format(number)} ${number < 2 ? one : several}`

function listCounts<Key extends string>(counts: Partial<Record<Key, number>>, labels: Record<Key, Label>): string[] {
  const entries = (Object.entries(counts) as [Key, number][]).filter(([, number]) => number > 0)
  return entries.toSorted((a, b) => b[1] - a[1]).map(([key, number]) => `  ${count(number, labels[key])}`)
}

function describeKept({ kept }: ImportReport): string[] {
  return (Object.entries(kept) as [SchoolKind, Record<SchoolSector, number>][]).map(([kind, sectors]) => {
    const total = count(sectors.public + sectors.private, kindLabels[kind])
    return `  ${total} (${count(sectors.public, ['public', 'publics'])}, ${count(sectors.private, ['privé', 'privés'])})`
  })
}

function describeSites(report: ImportReport): string[] {
  if (report.furtherSites === 0) return []
  const schools = count(report.created + report.updated + report.unchanged, ['établissement', 'établissements'])
  const sites = count(report.furtherSites, ['ligne est l’autre site', 'lignes sont les autres sites'])
  return [`  soit ${schools} : ${sites} d’un établissement de même code UAI`]
}

function describeChanges({ created, updated, unchanged, closed }: ImportReport): string[] {
  if (created + updated + closed === 0) return ['Rien n’a changé.']
  const closing = closed > 0 ? [count(closed, ['fermé', 'fermés'])] : []
  const parts = [
    count(created, ['créé', 'créés']),
    count(updated, ['mis à jour', 'mis à jour']),
    count(unchanged, ['inchangé', 'inchangés']),
    ...closing,
  ]
  return [`Établissements : ${parts.join(', ')}.`]
}

function describeWrong({ wrong, wrongCount }: ImportReport): string[] {
  const rest = wrongCount - wrong.length
  const more = rest > 0 ? [`  … et ${count(rest, ['autre ligne', 'autres lignes'])}`] : []
  return [...wrong.map(({ line, reason }) => `  ligne ${line} : ${reason}`), ...more]
}

const section = (title: string, lines: string[]) => (lines.length > 0 ? [title, ...lines] : [])

/** The report in French, one sentence or one count a line. */
export function describeReport(report: ImportReport): string[] {
  const kept = Object.values(report.kept).some((sectors) => sectors.public + sectors.private > 0)
  const nothing = `Aucun établissement de l’académie de ${report.academie} dans ce fichier : vérifiez le réglage ACADEMIE.`
  return [
    `${count(report.rows, ['ligne lue', 'lignes lues'])}, académie de ${report.academie}.`,
    ...(kept ? ['Retenus :', ...describeKept(report), ...describeSites(report)] : [nothing]),
    ...describeChanges(report),
    ...section('Mis à part :', listCounts(report.setAside, setAsideLabels)),
    ...section('À savoir :', listCounts(report.remarks, remarkLabels)),
    ...section(`${count(report.wrongCount, ['ligne refusée', 'lignes refusées'])} :`, describeWrong(report)),
  ]
}
