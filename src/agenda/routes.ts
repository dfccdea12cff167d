import { Router, type Request, type Response } from 'express'
import { actionTypes, sectors } from '../actions/vocabulary.ts'
import { listBassins } from '../bassins/queries.ts'
import { isoDay } from '../web/view-helpers.ts'
import { byMonth, entryOf } from './entries.ts'
import { readAgenda, type Agenda } from './filters.ts'
import { monthPage } from './month.ts'
import { monthOptions, monthsAround, periodTitle } from './periods.ts'
import { listCleeOptions, listLasting, listStarting } from './queries.ts'
import { subscriptionOf } from './subscription.ts'

/** Public: the actions that the CLEEs announce, as a list and by month. */
export const agendaRouter = Router()

const optionsOf = (labels: Record<string, string>) => Object.entries(labels).map(([value, label]) => ({ value, label }))
const [typeOptions, sectorOptions] = [optionsOf(actionTypes), optionsOf(sectors)]
/** Beyond, what stands above the list is repeated below it. */
const longList = 10
const breadcrumb = [{ href: '/agenda', label: 'Agenda' }]

/** What both views show around the actions. */
async function frameOf({ view, period, criteria, isFiltered, addressOf }: Agenda) {
  const { previous, next } = monthsAround(period.month)
  const linkTo = (link: typeof next) => link && { href: addressOf({ mois: link.month, jour: '' }), label: link.label }
  return {
    view, period, criteria, isFiltered,
    periodTitle: periodTitle(period),
    bassins: (await listBassins()).map(({ slug, name }) => ({ value: slug, label: name })),
    clees: await listCleeOptions(criteria),
    types: typeOptions,
    sectors: sectorOptions,
    months: monthOptions(period.month),
    day: period.kind === 'day' ? isoDay(period.from) : '',
    links: {
      list: addressOf({ vue: '', jour: '', mois: view === 'month' ? period.month : '' }), coming: addressOf({ vue: '', jour: '', mois: '' }), month: addressOf({ vue: 'mois', mois: period.month, jour: '' }),
      all: '/agenda', previous: linkTo(previous), next: linkTo(next),
    },
    subscription: subscriptionOf(criteria),
  }
}

async function renderMonth(res: Response, agenda: Agenda) {
  const frame = await frameOf(agenda)
  res.render('agenda/month', { title: `Agenda – ${frame.periodTitle}`, breadcrumb, ...frame, ...await monthPage(agenda) })
}

async function renderList(res: Response, agenda: Agenda) {
  const { period, criteria, cursor, addressOf } = agenda
  const [lasting, { actions, hasMore }] = await Promise.all([cursor ? { actions: [], hasMore: false } : listLasting(criteria, period), listStarting(criteria, period, cursor)])
  const entries = actions.map(entryOf)
  const last = actions.at(-1)
  const frame = await frameOf(agenda)
  res.render('agenda/index', {
    title: period.kind === 'coming' ? 'Agenda des actions' : `Agenda – ${frame.periodTitle}`,
    description: 'Les actions que les comités locaux école-entreprise de l’académie annoncent.',
    breadcrumb,
    ...frame,
    lasting: { entries: lasting.actions.map(entryOf), hasMore: lasting.hasMore },
    sections: period.kind === 'coming' ? byMonth(entries) : [{ id: 'jours', title: frame.periodTitle, entries }].filter((section) => section.entries.length > 0),
    isLong: lasting.actions.length + entries.length > longList,
    isContinued: cursor !== null,
    firstPage: addressOf({}),
    nextPage: hasMore && last?.startsOn ? addressOf({ suite: `${isoDay(last.startsOn)}_${last.id}` }) : null,
  })
}

agendaRouter.get('/agenda', async (req: Request, res: Response) => {
  const agenda = await readAgenda(req.query)
  await (agenda.view === 'month' ? renderMonth : renderList)(res, agenda)
})
