import type { Role } from '../generated/prisma/client.ts'

export const roleLabels: Record<Role, string> = {
  school_head: 'Direction d’établissement',
  company: 'Monde économique',
  coordinator: 'Coordination de bassin',
  mission: 'Mission académique',
}
