import { emptySides, isHeldOn, otherSide, sideNames } from '../copilots/seats.ts'
import type { FullClee } from '../clees/queries.ts'
import type { CharterStatus } from '../generated/prisma/client.ts'
import { displayName } from '../text.ts'
import { joinList, withDe } from '../web/view-helpers.ts'
import type { FullCharter } from './queries.ts'

/** What is expected now, from whom, and the one thing that this reader has to do about it. */
export type Expectation = { text: string; action: { href: string; label: string; kind?: 'secondary' } | null }
/** What this reader may do now. */
export type Powers = { canWrite: boolean; canSubmit: boolean; canAgree: boolean; canWithdraw: boolean; canDecide: boolean }

type Seat = Pick<FullClee['copilots'][number], 'side' | 'firstName' | 'lastName' | 'jobTitle' | 'acceptedAt' | 'startsOn' | 'endsOn'>
type Awaited = [{ copilots: Seat[] }, Pick<FullCharter, 'proposedSide'>]

/** « de Zoé Kervella »: whose agreement a proposed version awaits; « d’un copilote du monde économique » when nobody holds that seat. */
export function awaitedPeople(...[{ copilots }, { proposedSide }]: Awaited) {
  const side = otherSide(proposedSide ?? 'education')
  const names = copilots.filter((seat) => seat.side === side && isHeldOn(seat)).map(displayName)
  return names.length > 0 ? withDe(names.join(' ou ')) : `d’un copilote du ${sideNames[side]}`
}

/** What makes a proposed version leave, and what is missing when there is nobody to agree. */
export function agreementSentence(...[clee, charter]: Awaited) {
  const side = otherSide(charter.proposedSide ?? 'education')
  if (emptySides(clee.copilots).includes(side)) return `Elle partira à la mission quand un copilote du ${sideNames[side]} aura pris son siège et donné son accord.`
  return `Elle partira à la mission dès l’accord ${awaitedPeople(clee, charter)}, au titre du ${sideNames[side]}.`
}

const own = (isMine: boolean, text: string, href: string, label: string, otherwise: string): Expectation => (isMine ? { text, action: { href, label } } : { text: otherwise, action: null })

/** Whose signatures the version awaits, and where this reader gives theirs. */
type Signing = { missing: string[]; isMineAwaited: boolean; path: string }
/** What somebody has asked of the writers of a draft, and that it does not answer yet. */
export type Asked = 'return' | 'objection' | null

const askedSentences = {
  return: 'À vous\u00a0: lisez pourquoi la mission a renvoyé la charte, corrigez-la ou répondez par un commentaire.',
  objection: 'À vous\u00a0: lisez pourquoi l’autre copilote n’a pas donné son accord, corrigez, puis soumettez de nouveau.',
}

type Situation = Powers & { clee: Pick<FullClee, 'copilots'>; charter: FullCharter; missing: number; needsAgreement: boolean; asked: Asked; signatures: Signing | null }

function draftExpectation({ canSubmit, missing, needsAgreement, asked }: Situation): Expectation {
  if (asked && canSubmit) return { text: askedSentences[asked], action: { href: '#motif', label: 'Lire le motif et corriger' } }
  const [sending, going, then] = needsAgreement
    ? ['à soumettre à l’accord de l’autre copilote', 'Aller à la soumission', 'soumettez la charte à l’autre copilote']
    : ['à transmettre à la mission', 'Aller à la transmission', 'transmettez la charte']
  if (missing > 0) return own(canSubmit, `À vous\u00a0: complétez les articles, puis ${then}.`, '#articles', 'Compléter les articles', 'Les copilotes rédigent cette version. Rien n’est attendu de vous\u00a0; vous pouvez la lire et la commenter.')
  return own(canSubmit, `À vous\u00a0: la charte est prête, relisez-la. Elle est ${sending}.`, '#transmission', going, 'Les copilotes finissent cette version\u00a0: tous ses articles sont remplis.')
}

const toSign = ({ path }: Signing) => ({ href: `${path}/signature`, label: 'Lire et signer' })

function submittedExpectation({ canDecide, charter, signatures }: Situation): Expectation {
  if (canDecide) return { text: 'À vous\u00a0: lisez la charte, puis validez-la ou renvoyez-la pour complément.', action: { href: '#decision', label: 'Aller à la décision' } }
  const examined = 'La mission académique examine cette version. En attendant, le CLEE poursuit ses travaux.'
  return signatures?.isMineAwaited ? { text: `À vous\u00a0: signez la version ${charter.version}. ${examined}`, action: toSign(signatures) } : { text: examined, action: null }
}

function validatedExpectation({ canWrite, charter, signatures }: Situation): Expectation {
  if (signatures?.isMineAwaited) return { text: `À vous\u00a0: signez la version ${charter.version}, en vigueur et publiée.`, action: toSign(signatures) }
  const missing = signatures?.missing ?? []
  const awaited = `${missing.length > 1 ? 'signatures attendues' : 'signature attendue'}\u00a0: ${joinList(missing)}`
  const text = missing.length > 0 ? `La charte est en vigueur et publiée\u00a0; ${awaited}.` : 'Rien n’est attendu\u00a0: la charte est en vigueur et publiée.'
  return { text, action: canWrite ? { href: '#revision', label: 'Réviser la charte', kind: 'secondary' } : null }
}

/** One sentence and at most one action for each state of the newest version. */
export function expectationOf(situation: Situation): Expectation {
  const { canAgree, canWithdraw, clee, charter } = situation
  const expectations: Record<CharterStatus, () => Expectation> = {
    draft: () => draftExpectation(situation),
    proposed: () => own(canAgree, 'À vous\u00a0: lisez la charte, puis donnez votre accord ou dites ce qui ne convient pas.', '#accord', 'Donner votre réponse', `${canWithdraw ? 'Rien n’est attendu de vous. ' : ''}${agreementSentence(clee, charter)}`),
    submitted: () => submittedExpectation(situation),
    returned: () => ({ text: 'Les copilotes corrigent cette version.', action: null }),
    validated: () => validatedExpectation(situation),
    replaced: () => ({ text: 'Une version plus récente est en vigueur.', action: null }),
  }
  return expectations[charter.status]()
}
