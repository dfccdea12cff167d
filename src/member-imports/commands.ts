import { audit, type Actor } from '../audit/audit.ts'
import type { FullClee } from '../clees/queries.ts'
import { subjectOf, touchClee } from '../clees/states.ts'
import { db, type Tx } from '../db.ts'
import { FieldError } from '../errors.ts'
import { balanceOf, type Balance } from '../members/balance.ts'
import { memberName } from '../members/names.ts'
import { listCurrentMembers } from '../members/queries.ts'
import { columnsOf, isSameMember, readMember, type Columns } from '../members/save.ts'
import { memberSchema } from '../members/schemas.ts'
import { toldOtherName } from '../organisations/typed.ts'
import { worldLabels } from '../worlds.ts'
import type { Cells } from './columns.ts'
import { readPasted, writePasted, type Line } from './lines.ts'
import { formOfLine, refusalsOf } from './reading.ts'

/** What becomes of a line: added; already a member, or a repeat of another line, ignored; or wrong, with why. */
export type Fate = { number: number; read: string; name?: string; kind: 'added' | 'known' | 'repeated' | 'wrong'; sentence: string }
export type ImportReport = { fates: Fate[]; added: number; ignored: number; wrong: number; balance: Balance; failedText: string }

/** A member of the CLEE; `line` is that of the list, null when it was there before. */
type Placed = { member: Columns; line: number | null }
// 500 lines of new organisations take a few seconds.
const patience = { timeout: 30_000, maxWait: 5_000 }
const unknownWorld = 'Ce monde n’est pas connu : écrivez éducation, économie, insertion et emploi, ou collectivités et parents.'
const missingWorld = 'Indiquez le monde : la structure ne permet pas de le deviner.'

const rawText = ({ cells, raw, refusal }: Line) => (refusal ? `${raw.slice(0, 80)}…` : [cells.jobTitle, cells.structure ?? cells.uai, cells.firstName, cells.lastName].filter(Boolean).join(', '))
const wrong = (line: Line, sentences: string[]): Fate => ({ number: line.number, read: rawText(line), kind: 'wrong', sentence: [...new Set(sentences)].join(' ') })
const explain = ({ message, candidates, hasMore }: FieldError) => [message, candidates.map(({ label }) => label).join('\u00a0; '), hasMore ? 'et d’autres.' : ''].filter(Boolean).join(' ')

/** The sentences that refuse a line before the database is asked; what the list alone refuses stands for what the form would say of it. */
function refusalsOfForm(form: Awaited<ReturnType<typeof formOfLine>>, cells: Cells, parsed: ReturnType<typeof memberSchema.safeParse>) {
  const own: Record<string, string | undefined> = { ...refusalsOf(cells), world: form.world === '' ? missingWorld : unknownWorld }
  const issues = (parsed.error?.issues ?? []).map(({ path, message }) => own[String(path[0])] ?? message)
  return [...issues, ...Object.values(refusalsOf(cells))]
}

/** The structure and the columns of a line, or the sentences that refuse it. */
async function readLine(tx: Tx, clee: FullClee, { cells, refusal }: Line) {
  if (refusal) return [refusal]
  const form = await formOfLine(tx, cells)
  const parsed = memberSchema.safeParse(form)
  const refusals = refusalsOfForm(form, cells, parsed)
  if (!parsed.success || refusals.length > 0) return refusals
  return readMember(tx, clee.id, parsed.data).catch((error: unknown) => {
    if (error instanceof FieldError) return [explain(error)]
    throw error
  })
}

async function placeLine(tx: Tx, clee: FullClee, line: Line, placed: Placed[], started: Date): Promise<Fate> {
  const member = await readLine(tx, clee, line)
  if (Array.isArray(member)) return wrong(line, member)
  const read = [[member.firstName, member.lastName].filter(Boolean).join(' '), memberName(member), `${worldLabels[member.world]}, ${member.hasSeat ? 'avec un siège' : 'sans siège'}`].filter(Boolean).join(' – ')
  const same = placed.find((other) => isSameMember(other.member, member))
  if (same?.line) return { number: line.number, read, kind: 'repeated', sentence: `Le même membre qu’à la ligne ${same.line} : cette ligne est ignorée.` }
  if (same) return { number: line.number, read, kind: 'known', sentence: 'Cette ligne est ignorée.' }
  placed.push({ member, line: line.number })
  const isNew = member.organisation !== null && member.organisation.createdAt >= started
  const sentence = isNew ? 'L’organisation est nouvelle dans le portail.' : toldOtherName(member.organisation, line.cells.structure ?? '').trim()
  return { number: line.number, read, name: memberName(member), kind: 'added', sentence }
}

/** Adds all the lines that can be; the CLEE is locked first, so that of two imports at once the second finds the first one's members. */
async function runImport(tx: Tx, clee: FullClee, text: string): Promise<ImportReport> {
  const list = readPasted(text)
  await touchClee(tx, clee.id)
  const [started, fates]: [Date, Fate[]] = [new Date(), []]
  const members = await tx.member.findMany({ where: { cleeId: clee.id }, orderBy: { createdAt: 'asc' } })
  const placed: Placed[] = members.map((member) => ({ member, line: null }))
  for (const line of list.lines) fates.push(await placeLine(tx, clee, line, placed, started))
  await tx.member.createMany({ data: placed.slice(members.length).map(({ member }) => ({ cleeId: clee.id, ...columnsOf(member) })) })
  const count = (...kinds: Fate['kind'][]) => fates.filter(({ kind }) => kinds.includes(kind)).length
  const failed = list.lines.filter((_, index) => fates[index]?.kind === 'wrong')
  return {
    fates,
    added: count('added'),
    ignored: count('known', 'repeated'),
    wrong: count('wrong'),
    balance: balanceOf({ ...clee, members: await listCurrentMembers(tx, clee.id) }),
    failedText: failed.length > 0 ? writePasted(list, failed) : '',
  }
}

/** What importing this list would do, line by line: it is done, then undone, so that nothing told differs from what comes. Writes nothing. */
export async function previewImport(clee: FullClee, text: string): Promise<ImportReport> {
  const undo = new Error('preview')
  let report: ImportReport | undefined
  await db
    .$transaction(async (tx) => {
      report = await runImport(tx, clee, text)
      throw undo
    }, patience)
    .catch((error: unknown) => {
      if (error !== undo) throw error
    })
  if (!report) throw undo
  return report
}

/** Adds the lines that can be, in one transaction; one line of the journal tells them all. */
export const importMembers = (actor: Actor, clee: FullClee, text: string): Promise<ImportReport> =>
  db.$transaction(async (tx) => {
    const report = await runImport(tx, clee, text)
    const { added, ignored, wrong: refused, fates } = report
    // Functions and structures, never names: the journal forgets nothing.
    const members = fates.flatMap(({ kind, name }) => (kind === 'added' && name ? [name] : []))
    if (added > 0) await audit(tx, actor, 'member.import', subjectOf(clee), { added, ignored, refused, members })
    return report
  }, patience)
