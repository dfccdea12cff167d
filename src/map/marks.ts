import type { SchoolKind } from '../generated/prisma/client.ts'
import type { Projection, Size } from './projection.ts'
import type { MappedSchool } from './queries.ts'

/** The shape of a school's mark: a disc, a square, a cross. */
export type Shape = 'college' | 'lycee' | 'other'
const shapes: Record<SchoolKind, Shape> = { college: 'college', lycee: 'lycee', erea: 'other', cio: 'other', mfr: 'other' }

export type ShownSchool = MappedSchool & { isMember: boolean }
/** All the marks of one look, as one path; or one school, with its page. */
export type Mark = { shape: Shape; isMember: boolean; path: string; href: string; name: string }

/** Up to this number each mark leads to the page of its school; beyond, only the list does. */
const mostLinks = 200

const round = (number: number) => Math.round(number * 10) / 10

function pathOf(shape: Shape, [x, y]: [number, number]) {
  return shape === 'other' ? `M${round(x - 3)} ${round(y)}h6m-3-3v6` : `M${round(x)} ${round(y)}h0`
}

/** The marks of the schools that have a position in the drawing: those that take part in a CLEE last, above the others. */
export function marksOf(schools: ShownSchool[], project: Projection, { width, height }: Size): Mark[] {
  const placed = schools.flatMap(({ uai, name, city, kind, isMember, latitude, longitude }) => {
    if (latitude === null || longitude === null) return []
    const [x, y] = project({ latitude, longitude })
    const shape = shapes[kind]
    return x > 0 && y > 0 && x < width && y < height ? [{ shape, isMember, path: pathOf(shape, [x, y]), href: `/etablissements/${uai}`, name: `${name}, ${city}` }] : []
  })
  const marks = placed.toSorted((one, other) => Number(one.isMember) - Number(other.isMember))
  if (marks.length <= mostLinks) return marks
  const looks = Map.groupBy(marks, ({ shape, isMember }) => `${shape} ${isMember}`)
  return [...looks.values()].flatMap((alike) => (alike[0] ? [{ ...alike[0], path: alike.map(({ path }) => path).join(''), href: '', name: '' }] : []))
}
