import { z } from 'zod'
import { refusals } from '../uploads/read.ts'

type Sent = { refusal: string } | { name: string; content: Buffer }

const sentences: Record<string, string> = {
  [refusals.nothing]: 'Choisissez le fichier du calendrier scolaire.',
  [refusals.tooBig]: 'Ce fichier est trop lourd\u00a0: 10\u00a0Mo au plus. Le calendrier scolaire en pèse moins de deux\u00a0: vérifiez que c’est bien lui.',
}

/** The file of the form, as receiveBytes gives it; what was refused comes back with its sentence. */
export const calendarSchema = z.object({
  file: z.custom<Sent>().transform((sent, context): Buffer => {
    if ('content' in sent) return sent.content
    context.addIssue({ code: 'custom', message: sentences[sent.refusal] ?? sent.refusal })
    return z.NEVER
  }),
})
