import { db } from '../../src/db.ts'
import { whereLink } from '../../src/inquiries/links.ts'
import type { InquiryKind } from '../../src/generated/prisma/client.ts'
import { confirmInquiry, sendInquiry } from '../../src/inquiries/commands.ts'
import { toMission } from '../../src/inquiries/destination.ts'
import { threadInclude } from '../../src/inquiries/queries.ts'
import { routePlace } from '../../src/inquiries/routing.ts'
import { inquirySchemas, placeSchema, type Place } from '../../src/inquiries/schemas.ts'
import { authorOf } from '../../src/inquiry-desk/author.ts'
import { closeInquiry } from '../../src/inquiry-desk/closing.ts'
import { answerInquiry } from '../../src/inquiry-desk/commands.ts'
import { getInquiry } from '../../src/inquiry-desk/queries.ts'
import { findPerson, secretTokenOf } from './steps.ts'

/** A message of the public, `daysAgo`; then what became of it. */
type Heard = { kind: InquiryKind; place: Partial<Place>; daysAgo: number; typed: Record<string, string> & { email: string }; isUnconfirmed?: boolean; answer?: { by: string; body: string; isLast?: boolean } }

const heard: Heard[] = [
  {
    kind: 'proposal',
    place: { commune: '35115' },
    daysAgo: 2,
    typed: { inquirerKind: 'company', firstName: 'Rozenn', lastName: 'Tessier', email: 'rozenn.tessier@exemple.fr', structureName: 'Maroquinerie du Nançon', subject: 'Ouvrir notre atelier à une classe de 4e', actionType: 'company_visit_pupils', period: 'En mars, un mardi ou un jeudi matin', message: 'Nous sommes quarante maroquiniers, et la moitié partira en retraite d’ici dix ans. Nous aimerions montrer nos métiers à des collégiens : découpe, piqûre, contrôle qualité. Deux groupes de douze élèves peuvent être accueillis dans la matinée.', expected: 'Un établissement intéressé, et un échange avec les enseignants avant la visite.' },
  },
  {
    kind: 'question',
    place: { clee: 'clee-du-pays-de-fougeres' },
    daysAgo: 13,
    typed: { inquirerKind: 'family', firstName: 'Samira', lastName: 'Ould-Kaci', email: 'samira.ouldkaci@exemple.fr', structureName: '', subject: 'Un forum des métiers est-il ouvert aux familles ?', message: 'Bonjour,\n\nNous avons lu qu’un forum des métiers se préparait. Les familles peuvent-elles y venir, et faut-il s’inscrire ?\n\nMerci de votre réponse.' },
  },
  {
    kind: 'membership',
    place: { clee: 'clee-du-pays-de-fougeres' },
    daysAgo: 8,
    typed: { inquirerKind: 'association', firstName: 'Erwan', lastName: 'Delahaye', email: 'erwan.delahaye@exemple.fr', structureName: 'Les Ateliers du Coglais', message: 'Notre association anime un atelier partagé (bois, métal, réparation) et accueille déjà des jeunes. Nous voudrions rejoindre le CLEE et participer au comité de pilotage.' },
    answer: { by: 'cheffe@exemple.fr', body: 'Bonjour,\n\nMerci de votre proposition : un atelier partagé manque à notre territoire. Le comité de pilotage se réunit en janvier ; nous vous y invitons volontiers. Pouvez-vous nous dire quel jour de la semaine vous convient ?' },
  },
  {
    kind: 'question',
    place: { bassin: 'saint-malo-dinard' },
    daysAgo: 5,
    typed: { inquirerKind: 'public_employer', firstName: 'Gaëlle', lastName: 'Hamonic', email: 'gaelle.hamonic@exemple.fr', structureName: 'Centre communal d’action sociale', subject: 'Accueillir des stagiaires de 2de en juin', message: 'Notre établissement peut accueillir quatre lycéens pendant les deux semaines de juin. À qui adresser ces offres pour qu’elles profitent aux lycées du bassin ?' },
  },
  {
    kind: 'proposal',
    place: { bassin: 'rennes' },
    daysAgo: 34,
    typed: { inquirerKind: 'self_employed', firstName: 'Tugdual', lastName: 'Carré', email: 'tugdual.carre@exemple.fr', structureName: '', subject: 'Parler du métier de paysagiste', actionType: 'professional_talk', period: 'À l’automne ou au printemps', message: 'Paysagiste installé à mon compte depuis quinze ans, je propose de venir parler du métier, des formations et de la création d’entreprise, outils en main.', expected: '' },
  },
  {
    kind: 'question',
    place: { destinataire: 'mission' },
    daysAgo: 20,
    typed: { inquirerKind: 'school_staff', firstName: 'Bérénice', lastName: 'Le Guellec', email: 'berenice.leguellec@exemple.fr', structureName: 'Collège voisin', subject: 'Faut-il un CLEE pour signer une convention ?', message: 'Notre collège voudrait signer une convention avec une entreprise voisine. Faut-il passer par un CLEE ?' },
    answer: { by: 'mission@exemple.fr', body: 'Bonjour,\n\nNon : votre établissement signe lui-même la convention, après vote du conseil d’administration. Le CLEE peut en revanche vous faire rencontrer d’autres entreprises, et faire connaître l’action.', isLast: true },
  },
  {
    kind: 'question',
    place: { clee: 'clee-de-broceliande' },
    daysAgo: 1,
    isUnconfirmed: true,
    typed: { inquirerKind: 'other', firstName: 'Loïc', lastName: 'Perrin', email: 'loic.perrin@exemple.fr', structureName: '', subject: 'Prochaine réunion', message: 'Quand a lieu la prochaine réunion ouverte à tous ?' },
  },
]

const oneDay = 86_400_000

async function writes({ kind, place, daysAgo, typed, isUnconfirmed = false }: Heard) {
  const { destination, communeCode } = await routePlace(placeSchema.parse(place))
  const at = new Date(Date.now() - daysAgo * oneDay)
  await sendInquiry({ kind, input: inquirySchemas[kind].parse(typed), destination: destination ?? toMission(), communeCode }, '127.0.0.1', at)
  if (isUnconfirmed) return null
  const token = await secretTokenOf(typed.email, 'inquiry.confirmation')
  const inquiry = await db.inquiry.findFirstOrThrow({ where: whereLink(token), include: threadInclude, orderBy: { id: 'asc' } })
  await confirmInquiry(inquiry, at)
  return inquiry.id
}

async function answers(id: string, { by, body, isLast = false }: NonNullable<Heard['answer']>, at: Date) {
  const person = await findPerson(by)
  const inquiry = await getInquiry(person, id)
  const author = authorOf(person, inquiry)
  await answerInquiry(person, inquiry, author, { body, revision: inquiry.revision, reopens: false }, at)
  if (isLast) await closeInquiry(person, inquiry, author, { word: '', revision: inquiry.revision + 1 })
}

/** The public writes; some have their answer, some wait too long. */
export const hearsThePublic = () =>
  Promise.all(
    heard.map(async (one) => {
      const id = await writes(one)
      if (id && one.answer) await answers(id, one.answer, new Date(Date.now() - (one.daysAgo - 2) * oneDay))
    }),
  )
