import type { SchoolKind } from '../generated/prisma/enums.ts'

/** Why a row is left out, without being wrong. */
export type SetAside = 'primary' | 'health' | 'administration' | 'higher' | 'otherKind' | 'otherAcademie' | 'closed' | 'duplicate'

type Nature = { type: string; natureCode: string; natureLabel: string }

const byNature: Record<string, SchoolKind> = { 340: 'college', 370: 'erea', 380: 'mfr', 841: 'cio' }

const byLabel: [RegExp, SchoolKind][] = [
  [/^college\b/, 'college'],
  [/^(lycee\b|section d enseignement professionnel|section enseigt general)/, 'lycee'],
  [/^(erea\b|etab regional)/, 'erea'],
  [/^maison familiale rurale/, 'mfr'],
  [/^(cio\b|centre d information et d orientation)/, 'cio'],
]

const setAsideTypes: Record<string, SetAside> = {
  ecole: 'primary',
  'medico social': 'health',
  'service administratif': 'administration',
}

const kindOfLabel = (label: string) => byLabel.find(([pattern]) => pattern.test(label))?.[1]

/**
 * The kind of a row, from texts already made searchable. The type decides; CIO and MFR hide behind « Information et
 * orientation » and « Autre », so that their nature decides, and so it does for a row without a type.
 */
export function classify({ type, natureCode, natureLabel }: Nature): SchoolKind | SetAside {
  const aside = setAsideTypes[type]
  if (aside) return aside
  const kind = kindOfLabel(type) ?? byNature[natureCode] ?? kindOfLabel(natureLabel)
  if (kind) return kind
  return natureCode === '400' || natureLabel.startsWith('ecoles composees') ? 'higher' : 'otherKind'
}
