import { z } from 'zod'
import { isSchoolYear } from '../school-year.ts'
import { isDay } from '../web/fields.ts'

const describe = <S extends z.ZodType>(schema: S, description: string, example?: string | number) => schema.meta({ description, ...(example !== undefined && { examples: [example] }) })

// Written in figures alone: neither « 1e9 », nor « 0x10 », nor a sign.
const toCount = (value: unknown) => (typeof value === 'string' && /^\d{1,12}$/.test(value) ? Number(value) : value)
const written = (maximum: number) => maximum.toLocaleString('fr-FR').replaceAll('\u202f', '\u00a0')

/** The kinds of parameters that an address of the open data carries, each with its sentence when it is wrong. */
export const parameter = {
  slug: (description: string, example: string) => describe(z.string().regex(/^[a-z0-9-]{1,100}$/, 'attend une adresse en minuscules, chiffres et traits d’union').optional(), description, example),
  commune: (description: string, example: string) => describe(z.string().regex(/^(\d{5}|2[AB]\d{3})$/, 'attend un code INSEE de cinq caractères, par exemple 35115').optional(), description, example),
  choice: <const Keys extends readonly [string, ...string[]]>(keys: Keys, description: string) => describe(z.enum(keys, `attend l’une de ces valeurs\u00a0: ${keys.join(', ')}`).optional(), description),
  day: (description: string, example: string) => {
    const sentence = 'attend un jour qui existe, écrit AAAA-MM-JJ'
    return describe(z.iso.date(sentence).refine(isDay, sentence).optional(), description, example)
  },
  schoolYear: (description: string, example: string) => describe(z.string().regex(/^\d{4}-\d{4}$/, 'attend une année scolaire écrite AAAA-AAAA').refine(isSchoolYear, 'attend deux années qui se suivent, par exemple 2026-2027').optional(), description, example),
  count: (description: string, usual: number, maximum: number) => {
    const sentence = `attend un nombre entier de 1 à ${written(maximum)}`
    return describe(z.preprocess(toCount, z.int(sentence).min(1, sentence).max(maximum, sentence).default(usual)), description)
  },
}
