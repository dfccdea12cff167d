import type { FullClee } from '../clees/queries.ts'
import { findElsewhere, outsideSentence } from '../communes/elsewhere.ts'
import { listCommunesOfEpcis, searchCommunes, searchEpcis, type CommuneMatch, type EpciMatch } from '../communes/queries.ts'
import { plural } from '../web/view-helpers.ts'
import { communeHint } from './labels.ts'
import { listOverlaps } from './queries.ts'

const shownCommunes = 30

const nothingFound = { communes: [], epcis: [], isCut: false, notice: '' }

/** What a search proposes to add to a territory: communes, whole intercommunalités, or a sentence that says why nothing. */
export async function searchTerritory(search: string, clee: FullClee) {
  if (search === '') return nothingFound
  const present = new Set(clee.communes.map(({ communeCode }) => communeCode))
  const byName = await searchCommunes(search, { limit: shownCommunes })
  const epcis = await searchEpcis(search, byName.map(({ code }) => code))
  const matches = byName.length > 0 ? byName : await listCommunesOfEpcis(epcis.named.map(({ code }) => code), shownCommunes)
  const communes = matches.filter(({ code }) => !present.has(code))
  return {
    communes: await withHints(communes, clee),
    epcis: epcis.found.map((epci) => epciOption(epci, clee)).filter(({ missing }) => missing > 0),
    isCut: matches.length >= shownCommunes,
    notice: communes.length > 0 ? '' : await vainNotice(search, matches.length > 0),
  }
}

async function withHints(communes: CommuneMatch[], clee: FullClee) {
  const overlaps = await listOverlaps(clee.id, communes.map(({ code }) => code))
  return communes.map((commune) => ({ value: commune.code, label: `${commune.name} (${commune.postalCodes.join(', ')})${commune.former ? `, dont ${commune.former}` : ''}`, hint: communeHint(commune, overlaps) }))
}

function epciOption({ code, name, communes }: EpciMatch, clee: FullClee) {
  const there = clee.communes.filter(({ commune }) => commune.epciCode === code).length
  const detail = there > 0 ? `, dont ${there} déjà dans le territoire` : ''
  return { code, name, missing: communes - there, detail: `${plural(communes, 'commune', 'communes')} de l’académie${detail}` }
}

async function vainNotice(search: string, isThere: boolean) {
  if (isThere) return 'Les communes trouvées sont déjà dans le territoire.'
  const places = await findElsewhere(search)
  if (places.length > 0) return outsideSentence(places)
  return `Aucune commune de l’académie ne correspond à «\u00a0${search}\u00a0». Vérifiez l’orthographe, ou essayez le code postal.`
}
