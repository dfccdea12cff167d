import { Router } from 'express'
import { withLabels } from '../actions/labels.ts'
import { listNextActions } from '../actions/queries.ts'
import { listBassins } from '../bassins/queries.ts'
import { countNetwork } from './queries.ts'

/** Public. */
export const homeRouter = Router()

const shownActions = 6

homeRouter.get('/', async (_req, res) => {
  const [figures, actions, bassins] = await Promise.all([countNetwork(), listNextActions(shownActions), listBassins()])
  res.render('home/index', {
    title: 'Accueil',
    isFullWidth: true,
    figures,
    bassins,
    actions: actions.map(withLabels),
  })
})
