import { z } from 'zod'
import { config } from '../config.ts'
import { person, structure } from '../users/schemas.ts'
import { choice, email, optionalNote, withRules } from '../web/fields.ts'
import { readMailbox } from './mailbox.ts'

/** Nobody asks to be the mission. */
export const requestRoles = ['school_head', 'coordinator', 'company'] as const

const fields = z.object({
  ...person,
  email,
  role: choice(requestRoles, 'Dites qui vous êtes.'),
  ...structure,
  message: optionalNote(2_000),
})

const isMailbox = (address: string | undefined) => address !== undefined && readMailbox(address, config.academieDomains).isSchool

export const accountRequestSchema = withRules(fields, [
  ['school', 'Choisissez l’établissement que vous dirigez : son code UAI, son nom ou sa commune.', ({ role, school, email: address }) => role !== 'school_head' || school !== '' || isMailbox(address)],
  ['organisationName', 'Saisissez le nom de votre structure : entreprise, club, chambre ou association.', ({ role, organisationName }) => role !== 'company' || organisationName !== ''],
])
export type AccountRequestInput = z.output<typeof accountRequestSchema>

export const requestStates = ['waiting', 'unconfirmed', 'accepted', 'refused'] as const

/** Filters of the requests, as their address carries them; what is unreadable filters nothing. */
export const requestFiltersSchema = z.object({
  texte: z.string().trim().max(200).catch(''),
  etat: z.enum(requestStates).or(z.literal('')).catch(''),
})
export type RequestFilters = z.output<typeof requestFiltersSchema>
