import { notFound } from '../errors.ts'
import type { Labelled } from './boards.ts'
import { rememberScene } from './memo.ts'
import { distinctSchools, outlineOf, schoolLines, schoolsByClee, schoolsWithoutClee } from './outline.ts'
import { readNetwork, type MappedBassin, type MappedClee, type Network } from './queries.ts'
import { cleeIdsOf, pageWidth } from './scene.ts'
import type { MapFilters } from './schemas.ts'
import { surveyOf } from './survey.ts'

/** Numbers and names of the CLEEs; those of the bassins on the map of all. */
function labelsOf({ bassins, clees }: Network, shown: MappedClee[], bassin: MappedBassin | null): Labelled {
  const others = bassin ? bassins.filter(({ id }) => id !== bassin.id) : bassins
  return {
    numbers: shown.map(({ id, name }, index) => ({ id, name, number: index + 1 })),
    names: others.map(({ id, name }) => ({ name, kind: 'bassin', cleeIds: cleeIdsOf(clees.filter((clee) => !shown.includes(clee) || !bassin), id) })),
    hasTools: true,
  }
}

/** The map of the académie, or of one bassin, and the same as a list; 404 for a bassin that does not exist. */
export async function mapPage({ bassin: slug, etablissements }: MapFilters) {
  const network = await readNetwork()
  const bassin = slug === '' ? null : network.bassins.find((one) => one.slug === slug)
  if (bassin === undefined) throw notFound('Ce bassin n’existe pas. La carte de l’académie montre tous les bassins.')
  const shown = network.clees.filter((clee) => !bassin || clee.bassins.some(({ id }) => id === bassin.id))
  const [survey, schools] = [surveyOf(network), schoolsByClee(network, etablissements)]
  const alone = bassin ? [] : schoolsWithoutClee(network, etablissements)
  const drawn = etablissements === '' ? [] : distinctSchools([...shown.map(({ id }) => schools.get(id) ?? []), alone])
  const outline = outlineOf(network, shown, schools, survey)
  return {
    bassin,
    bassins: network.bassins,
    outline: bassin ? outline.filter((one) => one.slug === bassin.slug) : outline,
    alone: etablissements === '' ? [] : schoolLines(alone),
    counts: { clees: shown.length, bassins: network.bassins.length, schools: distinctSchools(shown.map(({ id }) => schools.get(id) ?? [])).length + alone.length },
    scene: rememberScene(survey, { bassins: network.bassins, clees: network.clees, shown, focus: bassin ? [bassin.id] : null, schools: drawn, width: pageWidth, labels: labelsOf(network, shown, bassin) }),
  }
}
