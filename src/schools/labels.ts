import type { SchoolKind, SchoolSector } from '../generated/prisma/client.ts'

export const schoolKindLabels: Record<SchoolKind, string> = {
  college: 'collège',
  lycee: 'lycée',
  erea: 'EREA',
  cio: 'CIO',
  mfr: 'MFR',
}

export const schoolSectorLabels: Record<SchoolSector, string> = { public: 'public', private: 'privé' }
