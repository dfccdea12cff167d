import { z } from 'zod'
import type { Role } from '../generated/prisma/client.ts'
import { isNamed, optionalSiret } from '../organisations/schemas.ts'
import { checkUai } from '../schools/uai.ts'
import { checkbox, choice, codes, email, line, lookup, optionalLine, personName, text, withRules, type Rule } from '../web/fields.ts'
import { roleLabels } from './labels.ts'

const commandRoles = ['mission', 'school_head', 'coordinator'] as const
export const roles = ['school_head', 'company', 'coordinator', 'mission'] as const

/** An account to open from the command line; `place` is a head's school (UAI) or a coordinator's bassin (name). */
export const newAccountSchema = z
  .object({
    role: choice(commandRoles, `Le rôle est l’un de : ${commandRoles.map((role) => `${role} (${roleLabels[role]})`).join(', ')}.`),
    email,
    firstName: personName('Donnez le prénom.'),
    lastName: personName('Donnez le nom.'),
    jobTitle: line(120, 'Donnez la fonction, par exemple « Proviseure ».'),
    place: z.string().default(''),
  })
  .superRefine(({ role, place }, context) => {
    const check = role === 'school_head' ? checkUai(place) : { ok: true as const }
    if (!check.ok) context.addIssue({ code: 'custom', path: ['place'], message: check.reason })
    if (role === 'coordinator' && place === '') context.addIssue({ code: 'custom', path: ['place'], message: 'Donnez le nom de son bassin.' })
  })
export type NewAccount = z.output<typeof newAccountSchema>

export const person = {
  firstName: personName('Saisissez le prénom.'),
  lastName: personName('Saisissez le nom.'),
  jobTitle: line(120, 'Saisissez la fonction, par exemple « Proviseure ».'),
}
export const structure = {
  school: lookup(200),
  organisationName: optionalLine(200).refine((name) => name === '' || isNamed(name), 'Le nom de la structure doit comporter au moins une lettre ou un chiffre.'),
}
const place = { ...structure, siret: optionalSiret, bassinIds: codes(/^[0-9a-f-]{36}$/, 'Choisissez des bassins de la liste.', 50) }

type Placed = { role: Role; school: string; organisationName: string; bassinIds: string[] }
const needs = (role: Role, field: Exclude<keyof Placed, 'role'>, sentence: string): Rule<Placed> => [
  field,
  sentence,
  (typed) => typed.role !== role || typed[field] === undefined || typed[field].length > 0,
]
const placeRules = [
  needs('school_head', 'school', 'Choisissez l’établissement que cette personne dirige : son code UAI, son nom ou sa commune.'),
  needs('company', 'organisationName', 'Saisissez le nom de sa structure : entreprise, club, chambre ou association.'),
  needs('coordinator', 'bassinIds', 'Choisissez au moins un bassin à coordonner cette année.'),
]
const role = choice(roles, 'Choisissez le rôle.')

export const roleSchema = withRules(z.object({ role, ...place }), placeRules as Rule<z.output<z.ZodObject<typeof place & { role: typeof role }>>>[])
export type PlaceInput = z.output<typeof roleSchema>

const accountFields = { email, ...person, role, ...place }
/** An account that the mission opens. */
export const accountSchema = withRules(z.object(accountFields), placeRules as Rule<z.output<z.ZodObject<typeof accountFields>>>[])
export type AccountInput = z.output<typeof accountSchema>

/** What the mission corrects in an account; the role, which decides what is needed, is not typed. */
const correctionFields = { ...person, role, ...structure, siret: optionalSiret }
export const correctionSchema = withRules(z.object(correctionFields), placeRules.slice(0, 2) as Rule<z.output<z.ZodObject<typeof correctionFields>>>[])
export type CorrectionInput = z.output<typeof correctionSchema>

/** Filters of the list of accounts, as its address carries them; what is unreadable filters nothing. */
export const accountFiltersSchema = z.object({
  texte: z.string().trim().max(200).catch(''),
  role: z.enum(roles).or(z.literal('')).catch(''),
  etat: z.enum(['actif', 'invite', 'desactive']).or(z.literal('')).catch(''),
})
export type AccountFilters = z.output<typeof accountFiltersSchema>

/** What deleting leaves vacant is ticked too; nothing asks for it elsewhere. */
const vacancy = checkbox
/** Ending one's own access by mistake takes more than a click. */
export const ownAccountSchema = z.object({ vacancy, own: z.literal('oui', 'Cochez cette case pour confirmer qu’il s’agit bien de votre compte.') })
export const noConfirmationSchema = z.object({ vacancy })

export const reasonSchema = z.object({ reason: text(2_000, 'Dites pourquoi : ce motif sera envoyé à la personne.') })
