import type { Role } from '../generated/prisma/client.ts'

export const roleLabels: Record<Role, string> = {
  school_head: 'Chef d’établissement',
  company: 'Représentant du monde économique',
  coordinator: 'Coordonnateur de bassin',
  mission: 'Mission académique',
}
