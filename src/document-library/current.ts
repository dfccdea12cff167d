import { findPublishedTemplate } from '../charters/queries.ts'
import { schoolYearOf } from '../school-year.ts'
import type { LibraryFilters } from './schemas.ts'

type Link = { href: string; label: string; detail: string }
type CurrentDocument = { title: string; text: string; links: Link[] }

const pdf = (href: string): Link => ({ href, label: 'PDF', detail: '' })
const csv = (href: string): Link => ({ href, label: 'CSV', detail: 'tableur' })

const cleeList = (schoolYear: string): CurrentDocument => ({ title: `Liste des CLEE, année ${schoolYear}`, text: 'Bassins, copilotes par fonction et structure, chartes, états.', links: [pdf('/documents/liste-des-clees.pdf'), csv('/clees.csv')] })
const coordinatorList = (schoolYear: string): CurrentDocument => ({ title: `Coordonnateurs de bassin, année ${schoolYear}`, text: 'Qui coordonne chaque bassin, par sa fonction.', links: [pdf('/documents/coordonnateurs.pdf'), csv('/documents/coordonnateurs.csv')] })
const charterTemplate = (version: number): CurrentDocument => ({ title: `Modèle de charte en vigueur, version ${version}`, text: 'Les articles qu’une charte de CLEE contient, et comment chacun commence.', links: [pdf('/documents/modele-de-charte.pdf')] })

const feeds: CurrentDocument[] = [
  { title: 'Agenda des actions', text: 'À ajouter à votre agenda ou à votre lecteur de flux\u00a0: les actions annoncées y arrivent d’elles-mêmes.', links: [{ href: '/agenda.ics', label: 'iCalendar', detail: 'agenda' }, { href: '/agenda.atom', label: 'Atom', detail: 'flux' }] },
  { title: 'Données ouvertes', text: 'CLEE, bassins, actions et établissements, à réutiliser librement sous Licence Ouverte 2.0.', links: [{ href: '/api/v1', label: 'API', detail: 'documentation' }] },
]

/** What the portal makes itself and keeps current, as far as the filters keep it: these are of this year, and of all bassins. */
export async function listCurrentDocuments({ annee, type }: LibraryFilters): Promise<CurrentDocument[]> {
  const schoolYear = schoolYearOf()
  if (annee !== '' && annee !== schoolYear) return []
  const { version } = await findPublishedTemplate()
  const made = [{ kind: 'clee_list', ...cleeList(schoolYear) }, { kind: 'coordinator_list', ...coordinatorList(schoolYear) }, { kind: 'charter_template', ...charterTemplate(version) }, ...feeds.map((feed) => ({ kind: '', ...feed }))]
  return made.filter(({ kind }) => type === '' || type === kind)
}
