import { z } from 'zod'
import { email } from '../web/fields.ts'

export const forgottenPasswordSchema = z.object({ email })
