import { shortName, type Labelled } from './boards.ts'
import { rememberScene } from './memo.ts'
import { distinctSchools, schoolsByClee } from './outline.ts'
import { readNetwork, type MappedBassin, type MappedClee } from './queries.ts'
import { mapAddress, type Scene } from './scene.ts'
import { surveyOf } from './survey.ts'

/** Units across a small map. */
const smallWidth = 520

/** A small map without links, with what it shows in a sentence's words and the page that shows more. */
export type SmallMap = { scene: Scene; title: string; href: string }

type Wanted = { bassins: MappedBassin[]; title: string; isDrawn: (clee: MappedClee) => boolean; labels: (clees: MappedClee[]) => Labelled['names'] }

/** Null when nothing of it has a position. */
async function smallMap({ bassins, title, isDrawn, labels }: Wanted): Promise<SmallMap | null> {
  const ids = bassins.map(({ id }) => id)
  const network = await readNetwork(ids)
  const survey = surveyOf(network)
  const drawn = network.clees.filter(isDrawn)
  if (!drawn.some(({ id }) => survey.placing(id) !== 'none')) return null
  const schools = schoolsByClee(network, '')
  const subject = {
    bassins: network.bassins, clees: network.clees, shown: network.clees, focus: ids, width: smallWidth,
    lit: new Set(drawn.map(({ id }) => id)),
    schools: distinctSchools(drawn.map(({ id }) => schools.get(id) ?? [])),
    labels: { numbers: [], names: labels(network.clees), hasTools: false },
  }
  const scene = rememberScene(survey, subject)
  return scene && bassins[0] ? { scene, title, href: mapAddress(bassins[0].slug) } : null
}

/** The territory of a published CLEE and its schools, amid its bassins. */
export const mapOfClee = ({ id, name, bassins }: { id: string; name: string; bassins: { bassin: MappedBassin }[] }) =>
  smallMap({
    bassins: bassins.map(({ bassin }) => bassin),
    title: `${name}\u00a0: son territoire et ses établissements`,
    isDrawn: (clee) => clee.id === id,
    labels: () => [],
  })

/** The CLEEs of a bassin and their schools. */
export const mapOfBassin = (bassin: MappedBassin) =>
  smallMap({
    bassins: [bassin],
    title: `Les CLEE du bassin et leurs établissements\u00a0: ${bassin.name}`,
    isDrawn: () => true,
    labels: (clees) => clees.map(({ id, name }) => ({ name: shortName(name), kind: 'clee', cleeIds: new Set([id]) })),
  })
