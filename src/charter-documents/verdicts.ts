import { signatoryLabels } from '../charters/settings.ts'
import { expiredSince } from '../charters/validity.ts'
import type { CharterStatus } from '../generated/prisma/client.ts'
import { signatureState } from '../signatures/state.ts'
import { formatDay } from '../web/view-helpers.ts'
import { ofClee } from './names.ts'
import type { VerifiedCharter } from './queries.ts'

type Badge = { label: string; kind: 'new' | 'info' | 'success' | 'warning' | 'error' }
/** What the verification answers: no person's name, and nothing of a CLEE that is not published. */
export type Verdict = { badge: Badge; sentence: string; facts: { term: string; texts: string[] }[]; link: { href: string; label: string } | null }

const notPublished: Verdict = {
  badge: { label: 'Pas en vigueur', kind: 'warning' },
  sentence: 'Ce document n’est pas une charte en vigueur : le CLEE qu’il concerne n’est pas encore publié.',
  facts: [],
  link: null,
}

const ofIts = ({ clee }: VerifiedCharter) => ofClee(clee.name)
const currentOf = ({ clee }: VerifiedCharter) => clee.charters[0] ?? null

/** What is in force instead, as the end of a sentence. */
function insteadOf(charter: VerifiedCharter) {
  if (charter.clee.status === 'closed') return ' Ce CLEE est fermé depuis.'
  const current = currentOf(charter)
  return current ? ` La charte en vigueur est la version ${current.version}.` : ' Ce CLEE n’a pas encore de charte en vigueur.'
}

type Answer = Pick<Verdict, 'badge' | 'sentence'>

function inForce(charter: VerifiedCharter, day: Date): Answer {
  const since = expiredSince(charter, day)
  if (charter.clee.status === 'closed') return { badge: { label: 'CLEE fermé', kind: 'info' }, sentence: `Ce document est la dernière charte validée ${ofIts(charter)}. Ce CLEE est fermé depuis : elle n’est plus en vigueur.` }
  if (since) return { badge: { label: 'Validité dépassée', kind: 'warning' }, sentence: `Ce document est la dernière charte validée ${ofIts(charter)}, mais sa validité est dépassée depuis le ${formatDay(since)}.` }
  return { badge: { label: 'En vigueur', kind: 'success' }, sentence: `Ce document est la charte en vigueur ${ofIts(charter)}.` }
}

const notValidated = (charter: VerifiedCharter): Answer => ({
  badge: { label: 'Projet', kind: 'new' },
  sentence: `Ce document est un projet de charte ${ofIts(charter)} : il n’est pas validé.${insteadOf(charter)}`,
})

const answers: Record<CharterStatus, (charter: VerifiedCharter, day: Date) => Answer> = {
  draft: notValidated,
  proposed: notValidated,
  submitted: (charter) => ({ badge: { label: 'En attente de validation', kind: 'info' }, sentence: `Ce document est un projet de charte ${ofIts(charter)}, transmis mais pas encore validé.${insteadOf(charter)}` }),
  returned: (charter) => ({ badge: { label: 'Renvoyée', kind: 'warning' }, sentence: `Ce document est un projet de charte ${ofIts(charter)}, renvoyé pour complément : il n’a pas été validé.${insteadOf(charter)}` }),
  validated: inForce,
  replaced: (charter) => ({ badge: { label: 'Remplacée', kind: 'warning' }, sentence: `Ce document n’est plus en vigueur : une version plus récente de la charte ${ofIts(charter)} l’a remplacé.${insteadOf(charter)}` }),
}

const signedBy = ({ signatures }: VerifiedCharter) =>
  signatures.map(({ signatory, jobTitle, structure, signedAt }) => `${[jobTitle, structure].filter(Boolean).join(', ')} (${signatoryLabels[signatory].toLowerCase()}), le ${formatDay(signedAt)}`)

/** « 1 sur 3 ; il manque : copilote du monde économique », while some signatures are awaited. */
function missingSignatures(charter: VerifiedCharter) {
  const { missing } = signatureState(charter, charter.signatures)
  if (missing.length === 0) return []
  const count = `${charter.signatories.length - missing.length} sur ${charter.signatories.length} dans le portail`
  return [charter.scan ? `${count} ; un exemplaire signé sur papier est joint` : `${count} ; il manque : ${missing.map((signatory) => signatoryLabels[signatory].toLowerCase()).join(', ')}`]
}

/** Dates and functions, of what was validated only. */
function factsOf(charter: VerifiedCharter) {
  const { version, decidedAt, validUntil, status } = charter
  const validated = status === 'validated' || status === 'replaced'
  return [
    { term: 'Version', texts: [String(version)] },
    { term: 'Validée', texts: validated && decidedAt ? [formatDay(decidedAt)] : [] },
    { term: 'Valable jusqu’au', texts: status === 'validated' && validUntil ? [formatDay(validUntil)] : [] },
    { term: 'Signée par', texts: validated ? signedBy(charter) : [] },
    { term: 'Signatures', texts: validated ? missingSignatures(charter) : [] },
  ].filter(({ texts }) => texts.length > 0)
}

function linkOf(charter: VerifiedCharter) {
  const href = `/clees/${charter.clee.slug}`
  if (!currentOf(charter)) return { href, label: 'Voir la page du CLEE' }
  return { href: `${href}/charte/en-vigueur`, label: charter.status === 'validated' ? 'Lire cette charte' : 'Lire la charte en vigueur' }
}

const isPublished = ({ clee }: VerifiedCharter) => clee.acknowledgedAt !== null

/** Whether a document is the charter in force of its CLEE, on a day. */
export const verdictOn = (charter: VerifiedCharter, day: Date): Verdict =>
  isPublished(charter) ? { ...answers[charter.status](charter, day), facts: factsOf(charter), link: linkOf(charter) } : notPublished
