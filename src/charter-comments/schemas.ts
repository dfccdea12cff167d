import { z } from 'zod'
import { text } from '../web/fields.ts'

export const commentMaximum = 3_000

export const commentSchema = z.object({ body: text(commentMaximum, 'Écrivez votre commentaire avant de l’envoyer.') })
