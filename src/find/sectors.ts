import { sectorKeys, sectors, type Sector } from '../actions/vocabulary.ts'
import { searchKey } from '../text.ts'

/** Words that people say of a sector and that its label does not hold. */
const alsoCalled: Partial<Record<Sector, string>> = {
  construction: 'bâtiment travaux publics maçonnerie chantier', hospitality: 'restaurant cuisine gastronomie serveur', medical: 'santé médecin hôpital', paramedical: 'santé infirmier soin',
  computing: 'numérique web développeur cybersécurité', logistics: 'transporteur entrepôt', agriculture: 'agricole ferme élevage', food_industry: 'agroalimentaire', commerce: 'vente magasin', banking: 'banques finance',
  heritage: 'musée', teaching: 'école professeur', social: 'aide à la personne', energy: 'électricité', environment: 'écologie', aerospace_rail_naval: 'avion aéronautique marine bateau train', automotive: 'voiture garage',
  law: 'juridique avocat', performing_arts: 'théâtre musique danse', wood: 'menuiserie charpente', defence: 'militaire armée', chemistry: 'pharmacie', tourism: 'voyage', security: 'police pompier',
}

const singular = (word: string) => (word.length > 3 ? word.replace(/[sx]$/, '') : word)
const wordsOf = (text: string) => searchKey(text).split(' ').map(singular)
const small = new Set(['et', 'de', 'du', 'la', 'le', 'les', 'd', 'l', 'a', 'secteur', 'metier'])

const known = sectorKeys.map((key) => ({ key, words: wordsOf(`${sectors[key]} ${alsoCalled[key] ?? ''}`) }))

/** The sectors (src/actions/vocabulary.ts) that a key names: each word that counts begins one of theirs, or what is also said of them. */
export function findSectors(key: string): Sector[] {
  const words = wordsOf(key).filter((word) => !small.has(word))
  if (words.length === 0 || words.some((word) => word.length < 3)) return []
  return known.filter((sector) => words.every((word) => sector.words.some((said) => said.startsWith(word)))).map((sector) => sector.key)
}
