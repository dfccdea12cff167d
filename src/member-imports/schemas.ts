import { z } from 'zod'
import { trimNewlines } from './lines.ts'

const maximumCharacters = 2_000_000

// Kept as pasted: an empty first cell is a tab that must stay.
const pasted = z
  .string('Collez la liste à importer.')
  .transform((text) => trimNewlines(text.replace(/\r\n?/g, '\n')))
  .pipe(z.string().refine((text) => text.trim() !== '', 'Collez la liste à importer, copiée de votre tableur.').max(maximumCharacters, 'Cette liste est trop longue : importez-la en plusieurs fois.'))

/** A pasted list; unless told to import it, only shown what it would do. */
export const importSchema = z.object({ lines: pasted, etape: z.enum(['apercu', 'import']).catch('apercu') })
