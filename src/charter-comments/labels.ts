import type { Role } from '../generated/prisma/client.ts'

/** In what quality somebody comments. */
export const authorLabels: Record<Role, string> = {
  mission: 'mission académique',
  coordinator: 'coordination de bassin',
  school_head: 'copilote du monde éducatif',
  company: 'copilote du monde économique',
}
