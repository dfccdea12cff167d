import { Router } from 'express'
import { withLabels } from '../actions/labels.ts'
import { listVisibleActions } from '../actions/queries.ts'
import { subscriptionOf } from '../agenda/subscription.ts'
import { listSignatories } from '../charter-documents/document.ts'
import { publishedLinks } from '../charter-documents/links.ts'
import { findValidatedCharter } from '../charters/queries.ts'
import { findStanding, listStandings, standingSentence } from '../charters/standings.ts'
import { leaveOldAddress } from '../clees/authorize.ts'
import { cleeStates, legalFormOf } from '../clees/labels.ts'
import { isInsider, isOpen } from '../clees/policy.ts'
import type { FullClee } from '../clees/queries.ts'
import { aroundCommune } from '../find/around.ts'
import { elsewhere } from '../find/vain.ts'
import type { CleeStatus } from '../generated/prisma/client.ts'
import { routePlace } from '../inquiries/routing.ts'
import { placeSchema } from '../inquiries/schemas.ts'
import { mapOfClee } from '../map/small.ts'
import { balanceOf } from '../members/balance.ts'
import { publishedMember } from '../members/names.ts'
import { schoolYearOf } from '../school-year.ts'
import { findStateDate } from '../states/queries.ts'
import { organizationOf } from '../structured-data/schema-org.ts'
import { groupCommunes } from '../territories/groups.ts'
import { beginningOf } from '../text.ts'
import { toCsv } from '../web/csv.ts'
import { pageNumber, paginate } from '../web/pagination.ts'
import { addressWith } from '../web/sorting.ts'
import { ofClee } from '../web/view-helpers.ts'
import { stateOptions } from './cards.ts'
import { directoryRows } from './csv.ts'
import { listBassinFilters } from './lines.ts'
import { stateNotice } from './notices.ts'
import { directoryPageSize, getClee } from './queries.ts'
import { directorySchema, type DirectoryFilters } from './schemas.ts'
import { schoolsOf } from './schools.ts'
import { exportDirectory, searchDirectory, shownCommunes, type CommuneChoice } from './search.ts'
import { publishedSeats } from './seats.ts'

/** Public: the directory and the page of each CLEE. */
export const directoryRouter = Router()

/** What is offered when nothing is listed: around the commune that was chosen, or for a text that finds nothing. */
async function offerInstead(choice: CommuneChoice, { recherche, commune }: DirectoryFilters) {
  const around = choice.kind === 'one' ? await aroundCommune(choice.commune) : null
  const isVain = choice.kind === 'unknown' || choice.kind === 'none'
  return { around: around?.isCovered ? null : around, elsewhere: isVain ? await elsewhere(choice.kind === 'unknown' ? commune : recherche) : null }
}

directoryRouter.get('/clees', async (req, res) => {
  const filters = directorySchema.parse(req.query)
  const page = pageNumber(req.query['page'])
  const [{ total, ...found }, bassins] = await Promise.all([searchDirectory(filters, page), listBassinFilters()])
  res.render('directory/index', {
    title: 'Annuaire des CLEE',
    description: 'Tous les comités locaux école-entreprise de l’académie, par bassin et par commune : territoire, état, charte.',
    breadcrumb: [{ href: '/clees', label: 'Annuaire' }],
    filters,
    ...found,
    ...(total === 0 && await offerInstead(found.choice, filters)),
    total,
    shownCommunes,
    states: stateOptions,
    bassins,
    exportHref: addressWith('/clees.csv', filters),
    pagination: paginate('/clees', filters, page, total, directoryPageSize),
  })
})

directoryRouter.get('/clees.csv', async (req, res) => {
  const schoolYear = schoolYearOf()
  const clees = await exportDirectory(directorySchema.parse(req.query), schoolYear)
  res.attachment('clees.csv').type('text/csv').send(toCsv(directoryRows(clees, await listStandings(clees.map(({ id }) => id)), schoolYear)))
})

/** The charter in force as the page of its CLEE shows it; null without one. */
async function readCharter(clee: FullClee) {
  const [charter, standing] = [await findValidatedCharter(clee.id), await findStanding(clee.id)]
  if (!charter || !standing) return null
  const links = clee.acknowledgedAt ? publishedLinks(clee, charter) : null
  return { ...charter, signatories: await listSignatories(charter, 'public'), links, standing: standingSentence(standing), isOutdated: standing.reasons.length > 0, reasons: standing.reasons }
}

const joinLabels: Partial<Record<CleeStatus, string>> = { dormant: 'Aider à relancer ce CLEE', closed: '' }

/** The ways to write to a CLEE, and who answers in its place when its co-pilots don't; null before the mission took note of it. */
async function contactOf(clee: FullClee) {
  if (!clee.acknowledgedAt) return null
  const { destination } = await routePlace(placeSchema.parse({ clee: clee.slug }))
  const isWorking = clee.status !== 'dormant' && isOpen(clee)
  return { place: `clee=${clee.slug}`, joinLabel: joinLabels[clee.status], cannotPropose: !isWorking, answeredBy: destination && destination.cleeId === null ? destination.words : '' }
}

directoryRouter.get('/clees/:slug', async (req, res) => {
  const clee = await getClee(req.user, req.params.slug)
  leaveOldAddress(req, clee)
  const schoolYear = schoolYearOf()
  res.render('directory/show', {
    title: clee.name,
    description: beginningOf(clee.presentation) || `La page ${ofClee(clee.name)} : territoire, copilotes, membres, charte et actions.`,
    structuredData: organizationOf(clee),
    isPrivate: clee.acknowledgedAt === null,
    clee,
    schoolYear,
    state: cleeStates[clee.status],
    legalForm: legalFormOf(clee),
    schools: schoolsOf(clee),
    communes: groupCommunes(clee),
    map: clee.acknowledgedAt && isOpen(clee) ? await mapOfClee(clee) : null,
    contact: await contactOf(clee),
    charter: await readCharter(clee),
    actions: (await listVisibleActions(req.user, clee.id, schoolYear)).map(withLabels),
    members: clee.members.map((member) => ({ world: member.world, hasSeat: member.hasSeat, label: publishedMember(member) })),
    balance: balanceOf(clee),
    seats: publishedSeats(clee),
    notice: stateNotice(clee, await findStateDate(clee.id)),
    subscription: clee.acknowledgedAt && isOpen(clee) ? subscriptionOf({ clee }) : null,
    isInsider: req.user ? isInsider(req.user, clee) : false,
    breadcrumb: [{ href: '/clees', label: 'Annuaire' }, { href: `/clees/${clee.slug}`, label: clee.name }],
  })
})
