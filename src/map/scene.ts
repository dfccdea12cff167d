import { plural, withDe } from '../web/view-helpers.ts'
import { labelAt, type Labelled } from './boards.ts'
import { drawCells, type Cells, type Site } from './cells.ts'
import { drawLand } from './land.ts'
import { marksOf, type ShownSchool } from './marks.ts'
import { fitPlaces, type Projection } from './projection.ts'
import type { MappedBassin, MappedClee } from './queries.ts'
import type { Spot, Survey } from './survey.ts'
import { tonesOf } from './tones.ts'

/** A territory: its outline, its colours (two for a CLEE of two bassins), and where it leads. */
export type Area = { id: string; path: string; tones: number[]; isContext: boolean; kind: 'clee' | 'bassin'; href: string; name: string }

/** What is drawn: all the bassins and CLEEs, on which of them the drawing is fitted and named, and the schools. */
export type Subject = {
  bassins: MappedBassin[]
  clees: MappedClee[]
  /** The CLEEs that are drawn one by one, in the order of their numbers; the others show as their bassins. */
  shown: MappedClee[]
  /** The bassins on which the drawing is fitted, by id; null for the whole académie. */
  focus: string[] | null
  schools: ShownSchool[]
  width: number
  /** The CLEEs that stand out among those drawn; all of them without it. */
  lit?: Set<string>
  /** What is written on it. */
  labels: Labelled
}

/** Units across the drawing of the page. */
export const pageWidth = 800

/** The page of the map of a bassin. */
export const mapAddress = (slug: string) => `/carte?bassin=${slug}`

/** The CLEEs of a bassin, by id. */
export const cleeIdsOf = (clees: MappedClee[], bassinId: string) => new Set(clees.filter(({ bassins }) => bassins.some(({ id }) => id === bassinId)).map(({ id }) => id))

/** Around the places on which the drawing is fitted: more around a bassin, to show its neighbours. */
const margins = { academie: 52, bassin: 130 }
/** How much bigger labels are written where the drawing is small. */
const scales = { wide: 1, narrow: 2 }

const kilometreIn = (project: Projection, { latitude, longitude }: Spot) => {
  const [, top] = project({ latitude: latitude + 0.05, longitude })
  const [, bottom] = project({ latitude: latitude - 0.05, longitude })
  return (bottom - top) / 11.12
}

function bassinAreas({ bassins, clees, shown, focus }: Subject, cells: Cells, tones: Map<string, number>): Area[] {
  const ownIds = new Set(shown.map(({ id }) => id))
  return bassins.map(({ id, slug, name }, index) => {
    const ids = cleeIdsOf(clees, id)
    const isContext = focus !== null && !focus.includes(id)
    return { id: `bassin-${index + 1}`, path: cells.territory(ids, isContext ? ownIds : undefined), tones: [tones.get(id) ?? 1], isContext, kind: 'bassin' as const, href: focus?.includes(id) ? '' : mapAddress(slug), name: `Bassin ${withDe(name)}, ${plural(ids.size, 'CLEE', 'CLEE')}` }
  })
}

function cleeAreas({ shown, lit }: Subject, cells: Cells, tones: Map<string, number>): Area[] {
  return shown.map((clee, index) => ({
    id: `clee-${index + 1}`,
    path: cells.territory([clee.id]),
    tones: [...new Set(clee.bassins.map(({ id }) => tones.get(id) ?? 1))],
    isContext: lit !== undefined && !lit.has(clee.id),
    kind: 'clee' as const,
    href: `/clees/${clee.slug}`,
    name: `${index + 1}. ${clee.name}`,
  }))
}

/** Each bassin, then its CLEEs: the order in which the keyboard goes through the map, which is that of the list. */
function inOrder(bassinParts: Area[], cleeParts: Area[], { bassins, shown }: Subject): Area[] {
  return bassins.flatMap(({ id }, index) => [
    ...bassinParts.slice(index, index + 1),
    ...cleeParts.filter((_, position) => shown[position]?.bassins[0]?.id === id),
  ])
}

function sitesOf(spots: Spot[], project: Projection): Site[] {
  return spots.map(({ name, population, owners, ...place }) => {
    const [x, y] = project(place)
    return { x, y, name, population, owners }
  })
}

/** The places on which the drawing is fitted: all of them when those of its bassins have none. */
function framedBy(spots: Spot[], { focus, shown }: Subject) {
  const ids = new Set(shown.map(({ id }) => id))
  const own = focus === null ? spots : spots.filter(({ owners }) => owners.some((id) => ids.has(id)))
  return own.length > 0 ? own : spots
}

const marginOf = ({ focus, width }: Subject) => (focus === null ? margins.academie : margins.bassin) * (width / pageWidth)

/** Territories that are in the drawing, in order. */
function areasOf(subject: Subject, cells: Cells) {
  const tones = tonesOf(subject.bassins, subject.clees, cells)
  return inOrder(bassinAreas(subject, cells, tones), cleeAreas(subject, cells, tones), subject).filter(({ path }) => path !== '')
}

/** The map as what a view writes: paths, links in order, labels at two sizes; null when nothing has a position. */
export function drawScene({ spots }: Survey, subject: Subject) {
  const framed = framedBy(spots, subject)
  if (!framed[0]) return null
  const { project, size } = fitPlaces(framed, subject.width, marginOf(subject))
  const sites = sitesOf(spots, project)
  const cells = drawCells(sites, size)
  const land = drawLand(sites, kilometreIn(project, framed[0]), subject.focus === null ? marginOf(subject) - 6 : Infinity)
  const ground = { cells, reach: land.reach }
  const areas = areasOf(subject, cells)
  return {
    size, areas,
    land: land.path,
    shared: cells.shared(new Set(subject.shown.map(({ id }) => id))),
    stripes: [...new Set(areas.flatMap(({ tones }) => (tones.length > 1 ? [tones.slice(0, 2).join('-')] : [])))].map((pair) => pair.split('-')),
    marks: marksOf(subject.schools, project, size),
    labels: { wide: labelAt(scales.wide, size, sites, ground, subject.labels), narrow: labelAt(scales.narrow, size, sites, ground, subject.labels) },
  }
}
export type Scene = NonNullable<ReturnType<typeof drawScene>>
