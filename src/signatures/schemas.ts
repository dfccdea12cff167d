import { z } from 'zod'
import { uploadedFile } from '../uploads/fields.ts'

const ticked = (sentence: string) => z.literal('oui', sentence)

export const signatureSchema = z.object({
  isRead: ticked('Cochez cette case pour signer : lisez d’abord la version, puis dites que vous la signez.'),
})

/** The scan that the form showed, which this file replaces; "" when it showed none. */
const replaced = z.string().max(40).catch('')

export const scanSchema = z
  .object({
    replaces: replaced,
    isReplacement: z.string().max(10).catch(''),
    file: uploadedFile,
  })
  .refine(({ replaces, isReplacement }) => replaces === '' || isReplacement === 'oui', {
    path: ['isReplacement'],
    error: 'Cochez cette case pour remplacer le fichier présent, ou revenez en arrière pour le garder.',
    when: () => true,
  })

/** Which scan the page of confirmation named. */
export const scanRemovalSchema = z.object({ scan: z.string().max(40).catch('') })
