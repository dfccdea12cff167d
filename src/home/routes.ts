import { Router } from 'express'
import { withLabels } from '../actions/labels.ts'
import { listNextActions } from '../actions/queries.ts'
import { listBassins } from '../bassins/queries.ts'
import { config } from '../config.ts'
import { today } from '../school-year.ts'
import { siteOf } from '../structured-data/schema-org.ts'
import { withDe } from '../web/view-helpers.ts'
import { countNetwork } from './queries.ts'

/** Public. */
export const homeRouter = Router()

const shownActions = 6

homeRouter.get('/', async (_req, res) => {
  const [figures, actions, bassins] = await Promise.all([countNetwork(), listNextActions(shownActions), listBassins()])
  res.render('home/index', {
    title: 'Accueil',
    description: `Trouvez le comité local école-entreprise (CLEE) de votre commune ou de votre établissement dans l’académie ${withDe(config.academie)} : ses actions, ses copilotes, comment y prendre part.`,
    structuredData: siteOf(),
    isFullWidth: true,
    figures,
    asOf: today(),
    bassins,
    actions: actions.map(withLabels),
  })
})
