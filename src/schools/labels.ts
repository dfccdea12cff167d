import type { SchoolKind } from '../generated/prisma/client.ts'

export const schoolKindLabels: Record<SchoolKind, string> = {
  college: 'collège',
  lycee: 'lycée',
  erea: 'EREA',
  cio: 'CIO',
  mfr: 'MFR',
}
