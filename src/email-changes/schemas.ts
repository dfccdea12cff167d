import { ownPasswordSchema } from '../auth/schemas.ts'
import { email } from '../web/fields.ts'

export const emailChangeSchema = ownPasswordSchema.extend({ email })
