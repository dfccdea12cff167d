import { z } from 'zod'
import { reviewDay } from '../review-dates.ts'
import { slugify } from '../text.ts'
import { line, optionalText, revision } from '../web/fields.ts'

/** Characters of a page. */
const longestBody = 30_000

const hasAddress = (title: string) => (slugify(title).match(/[a-z]/g) ?? []).length >= 2

const position = z.coerce.number('Saisissez un nombre entier, de 0 à 999.').int('Saisissez un nombre entier, de 0 à 999.').min(0, 'Saisissez un nombre entier, de 0 à 999.').max(999, 'Saisissez un nombre entier, de 0 à 999.')

export const pageSchema = z.object({
  title: line(120, 'Donnez un titre à la page.').refine((title) => title === '' || hasAddress(title), 'Le titre doit comporter au moins deux lettres de l’alphabet latin\u00a0: il donne l’adresse de la page.'),
  summary: line(250, 'Dites en une phrase ce que contient la page\u00a0: les moteurs de recherche et les listes la montrent.'),
  body: optionalText(longestBody).refine((body) => body !== '', 'Écrivez le texte de la page.'),
  ownerName: line(120, 'Dites qui répond de cette page\u00a0: une fonction ou un service, jamais une personne.'),
  reviewOn: reviewDay.transform((day, context) => {
    if (day) return day
    context.addIssue({ code: 'custom', message: 'Choisissez le jour où cette page sera à relire.' })
    return z.NEVER
  }),
  position: z.preprocess((value) => (value === '' || value === undefined ? 0 : value), position),
})
export type PageInput = z.output<typeof pageSchema>

/** The revision that the page showed; the last of all when it is unreadable, which none has. */
export const shownRevision = z.object({ revision: revision.catch(0) })

/** What the button asks for: a preview, or to save. */
export const stepSchema = z.object({ etape: z.literal('apercu').or(z.literal('')).catch('') })

const typed = (maximum: number) => z.string().catch('').transform((value) => value.slice(0, maximum))
/** What was typed so far, for a preview: nothing is refused. */
export const previewSchema = z.object({ title: typed(200), body: typed(longestBody) })
